@NullMarked
package dev.atrium.platform;

import org.jspecify.annotations.NullMarked;
