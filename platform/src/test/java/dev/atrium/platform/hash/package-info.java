@NullMarked
package dev.atrium.platform.hash;

import org.jspecify.annotations.NullMarked;
