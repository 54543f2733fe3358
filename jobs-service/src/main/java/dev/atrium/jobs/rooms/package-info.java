/// What happens in rooms, and who may know it.
@NullMarked
package dev.atrium.jobs.rooms;

import org.jspecify.annotations.NullMarked;
