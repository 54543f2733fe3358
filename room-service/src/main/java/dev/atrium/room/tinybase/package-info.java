/// The TinyBase synchronizer's protocol (RM-8), as the authority of a room speaks it: content, merging, messages and
/// the conversation with one client. Pure: no I/O, threads or clocks; nothing here is thread-safe unless it says so.
///
/// Start reading at [dev.atrium.room.tinybase.Conversation] and [dev.atrium.room.tinybase.Document].
@NullMarked
package dev.atrium.room.tinybase;

import org.jspecify.annotations.NullMarked;
