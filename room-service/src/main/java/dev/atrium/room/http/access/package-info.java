/// Who may do what in rooms, by HTTP: members, bans, links.
@NullMarked
package dev.atrium.room.http.access;

import org.jspecify.annotations.NullMarked;
