@NullMarked
package dev.atrium.platform.limit;

import org.jspecify.annotations.NullMarked;
