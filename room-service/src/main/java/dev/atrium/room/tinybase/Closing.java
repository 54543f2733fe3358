package dev.atrium.room.tinybase;

/// Why the protocol ends a socket, in the words of the library.
public enum Closing {
    /// What came is not of this protocol.
    INVALID(1007, "tinybase:14"),
    /// More waits in the socket than may, or a payload is too large.
    SOCKET(1013, "tinybase:15:socket"),
    /// Too many or too large fragments.
    FRAGMENTS(1013, "tinybase:15:fragments"),
    /// Too many channels, or one with too long a name.
    CHANNELS(1013, "tinybase:15:channels");

    private final short code;
    private final String reason;

    Closing(int code, String reason) {
        this.code = (short) code;
        this.reason = reason;
    }

    /// The close code of RFC 6455 and its registry.
    public short code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
