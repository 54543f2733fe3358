package dev.atrium.room.shard;

import dev.atrium.room.chat.RoomKey;

/// Clients for a node's warm-up, so that also what serves sockets is loaded before people come.
public interface WarmUpTraffic {

    /// Comes into the room, talks there and leaves; comes as far as it can within some 20 seconds, and does not fail.
    /// Blocks.
    void drive(RoomKey room);
}
