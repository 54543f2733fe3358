/// What a room decides: messages, reactions, drafts, markers. Pure: no I/O, threads or clocks.
@NullMarked
package dev.atrium.room.chat;

import org.jspecify.annotations.NullMarked;
