package dev.atrium.room.socket;

import dev.atrium.room.quota.Spending;
import dev.atrium.room.shard.Rooms;

/// What sockets that speak `atrium.v1` share.
record RoomParts(Rooms rooms, Sockets sockets, Renewals renewals, Spending spending) {}
