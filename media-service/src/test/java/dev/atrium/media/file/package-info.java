@NullMarked
package dev.atrium.media.file;

import org.jspecify.annotations.NullMarked;
