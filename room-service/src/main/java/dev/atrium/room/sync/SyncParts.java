package dev.atrium.room.sync;

import dev.atrium.room.quota.Spending;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.socket.Sockets;
import java.time.InstantSource;

/// What sockets share.
record SyncParts(Rooms rooms, Sockets sockets, SyncConfig config, Spending spending) {

    InstantSource clock() {
        return sockets.clock();
    }
}
