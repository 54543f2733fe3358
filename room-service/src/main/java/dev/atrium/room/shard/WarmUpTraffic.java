package dev.atrium.room.shard;

import dev.atrium.room.chat.RoomKey;

/// Clients for a node's warm-up, so that also what serves sockets is loaded before people come.
public interface WarmUpTraffic {

    /// Comes into the room, lets it be played, and leaves; comes as far as it can within a few seconds, and does not
    /// fail. Blocks.
    ///
    /// @param play to be called once
    void drive(RoomKey room, Runnable play);
}
