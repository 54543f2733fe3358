/// Who may do what in a room (RM-6): the state that the log tells, and the rules. Pure; only here are subjects
/// compared.
@NullMarked
package dev.atrium.room.access;

import org.jspecify.annotations.NullMarked;
