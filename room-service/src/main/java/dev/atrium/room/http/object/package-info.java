/// Objects of rooms, operations and schemas by HTTP (RM-5).
@NullMarked
package dev.atrium.room.http.object;

import org.jspecify.annotations.NullMarked;
