@NullMarked
package dev.atrium.media.testing;

import org.jspecify.annotations.NullMarked;
