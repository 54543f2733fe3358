/// What plans allow in rooms (GW-16).
@NullMarked
package dev.atrium.room.quota;

import org.jspecify.annotations.NullMarked;
