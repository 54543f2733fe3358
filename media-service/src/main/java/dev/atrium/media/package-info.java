/// Bytes and what is derived from them (MD-1 to MD-6).
@NullMarked
package dev.atrium.media;

import org.jspecify.annotations.NullMarked;
