package dev.atrium.room.shard;

import dev.atrium.room.chat.RoomKey;

/// Where rooms are served. Thread-safe.
interface Host {

    void submit(RoomKey key, Request.Submit submit);

    void look(RoomKey key, Request.Look look);
}
