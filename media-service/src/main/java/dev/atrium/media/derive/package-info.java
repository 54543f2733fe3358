/// Thumbnails and text, derived in child JVMs with limits (MD-2, MD-4).
@NullMarked
package dev.atrium.media.derive;

import org.jspecify.annotations.NullMarked;
