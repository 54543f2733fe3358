@NullMarked
package dev.atrium.platform.placement;

import org.jspecify.annotations.NullMarked;
