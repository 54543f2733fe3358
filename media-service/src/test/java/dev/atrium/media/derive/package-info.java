@NullMarked
package dev.atrium.media.derive;

import org.jspecify.annotations.NullMarked;
