/// A room's objects (RM-5): what operations may do to them, and what they come to. Pure: no I/O, threads
/// or clocks.
@NullMarked
package dev.atrium.room.operation;

import org.jspecify.annotations.NullMarked;
