@NullMarked
package dev.atrium.platform.follow;

import org.jspecify.annotations.NullMarked;
