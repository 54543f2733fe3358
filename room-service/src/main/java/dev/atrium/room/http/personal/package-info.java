/// What is a person's own in rooms, by HTTP: drafts, markers, what is unread, activity.
@NullMarked
package dev.atrium.room.http.personal;

import org.jspecify.annotations.NullMarked;
