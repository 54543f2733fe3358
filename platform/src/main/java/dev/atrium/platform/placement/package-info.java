/// Topic `rooms.placement`: which node serves which shard of `rooms.log` (RM-2).
@NullMarked
package dev.atrium.platform.placement;

import org.jspecify.annotations.NullMarked;
