/// What lives in a room only while somebody is there (RM-3, RM-4, RM-13): presence, typing, cursors,
/// locks, the playback clock, generation frames. Memory only; pure rules without I/O, threads or clocks.
@NullMarked
package dev.atrium.room.live;

import org.jspecify.annotations.NullMarked;
