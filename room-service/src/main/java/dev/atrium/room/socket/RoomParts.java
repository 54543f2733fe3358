package dev.atrium.room.socket;

import dev.atrium.platform.limit.Allowances;
import dev.atrium.room.shard.Rooms;

/// What sockets that speak `atrium.v1` share.
record RoomParts(Rooms rooms, Sockets sockets, Renewals renewals, Allowances allowances) {}
