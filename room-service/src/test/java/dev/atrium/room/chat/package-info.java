@NullMarked
package dev.atrium.room.chat;

import org.jspecify.annotations.NullMarked;
