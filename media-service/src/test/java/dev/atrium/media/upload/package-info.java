@NullMarked
package dev.atrium.media.upload;

import org.jspecify.annotations.NullMarked;
