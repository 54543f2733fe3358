package dev.atrium.room.socket;

/// Which limit of sockets something met.
enum Refused {
    ROOM_SOCKETS,
    NODE_SOCKETS,
    OWN_SOCKETS,
    ROOM_FRAMES,
    SOCKET_FRAMES;

    /// The name that metrics use.
    String slug() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
