@NullMarked
package dev.atrium.media.rooms;

import org.jspecify.annotations.NullMarked;
