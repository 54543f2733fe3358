package dev.atrium.room.fanout;

import dev.atrium.room.tinybase.Multiplex;

/// How messages about a document are wrapped.
public enum DocumentForm {
    /// On a socket of one room.
    PLAIN {
        @Override
        public String wrap(String room, String message) {
            return Multiplex.plain(message);
        }
    },
    /// On a socket of several rooms, each a channel with the room's id.
    CHANNEL {
        @Override
        public String wrap(String room, String message) {
            return Multiplex.data(room, message);
        }
    };

    /// What travels.
    public abstract String wrap(String room, String message);
}
