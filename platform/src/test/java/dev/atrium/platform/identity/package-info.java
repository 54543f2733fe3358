@NullMarked
package dev.atrium.platform.identity;

import org.jspecify.annotations.NullMarked;
