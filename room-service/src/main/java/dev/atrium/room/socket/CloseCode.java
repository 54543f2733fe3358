package dev.atrium.room.socket;

import dev.atrium.room.fanout.ServerFrame;

/// Why the server closes a socket.
public enum CloseCode {
    /// The room moves to another node, or this node stops: come back, with `after`.
    MOVED(1012, "moved", 500),
    /// The client did not read what waited for it: come back, with `after`, from a better line.
    SLOW(1013, "slow-consumer", 5_000);

    private final short code;
    private final String reason;
    private final int retryAfterMs;

    CloseCode(int code, String reason, int retryAfterMs) {
        this.code = (short) code;
        this.reason = reason;
        this.retryAfterMs = retryAfterMs;
    }

    /// The close code of RFC 6455 and its registry.
    public short code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /// The last frame.
    ServerFrame.Goodbye goodbye() {
        return new ServerFrame.Goodbye(reason, retryAfterMs);
    }
}
