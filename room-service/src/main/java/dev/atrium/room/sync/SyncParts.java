package dev.atrium.room.sync;

import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.quota.Spending;
import dev.atrium.room.relay.Owners;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.socket.Sockets;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// What sockets share.
///
/// @param isHere whether this node is the one to serve a room
/// @param owners of the rooms that others serve
/// @param foreign how many channels have such rooms
/// @param leavePatience how long anything may take to leave to a client, and longer for what waits before it and with
/// it
record SyncParts(
        Vertx vertx,
        Rooms rooms,
        Predicate<RoomKey> isHere,
        Owners owners,
        AtomicInteger foreign,
        Sockets sockets,
        SyncConfig config,
        Spending spending,
        Duration leavePatience) {

    InstantSource clock() {
        return sockets.clock();
    }
}
