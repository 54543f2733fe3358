package dev.atrium.platform.follow;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.roomlog.RoomEvent;

/// Something that a [Follower] read.
public sealed interface Followed {

    /// A room event that counts.
    record InRoom(RoomEvent event) implements Followed {}

    /// An event of one of the other topics; may come again with the same id.
    record Elsewhere(CloudEvent event) implements Followed {}
}
