package dev.atrium.room.tinybase;

import java.util.Optional;

/// What a WebSocket message says, and to whom or from whom: two texts with a line feed between them.
///
/// @param address who it is for; from the server, who sent it
/// @param remainder everything behind the first line feed
record Payload(String address, String remainder) {

    static final char SEPARATOR = '\n';

    /// The server's own store.
    static final String SERVER = "S";

    static final String EVERYBODY = "";

    static Optional<Payload> parse(String text) {
        int end = text.indexOf(SEPARATOR);
        return end < 0 ? Optional.empty() : Optional.of(new Payload(text.substring(0, end), text.substring(end + 1)));
    }

    /// Whether it is for the store of the server, which here is the only one that anybody speaks to.
    boolean isForServer() {
        return address.equals(EVERYBODY) || address.equals(SERVER);
    }
}
