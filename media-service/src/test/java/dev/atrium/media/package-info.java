@NullMarked
package dev.atrium.media;

import org.jspecify.annotations.NullMarked;
