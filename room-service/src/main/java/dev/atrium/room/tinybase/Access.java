package dev.atrium.room.tinybase;

/// What a client may do in a room. Asked each time, because it can change.
@FunctionalInterface
public interface Access {

    boolean mayWrite();
}
