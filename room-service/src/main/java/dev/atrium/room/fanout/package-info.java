/// Tells everybody in a room what counts, each at its own pace.
@NullMarked
package dev.atrium.room.fanout;

import org.jspecify.annotations.NullMarked;
