package dev.atrium.room.socket;

import dev.atrium.room.fanout.ServerFrame;
import org.jspecify.annotations.Nullable;

/// Why the server closes a socket.
public enum CloseCode {
    /// The room moves to another node, or this node stops: come back at once, with `after`.
    MOVED(1012, "moved", null),
    /// The client did not read what waited for it: come back, with `after`, from a better line.
    SLOW(1013, "slow-consumer", 5_000),
    /// The node has no memory left for what comes from clients: come back, with `after`.
    OVERLOADED(1013, "overloaded", 5_000),
    /// The client sends what none has need of, such as pings without end: do not come back like this.
    ABUSE(1008, "protocol-abuse", null),
    /// The credential ended that the socket lived by: get another, and come back, with `after`.
    EXPIRED(4401, "credential-expired", null),
    /// The client may not be in the room any more: do not come back with the same credential.
    EXPELLED(4403, "no-access", null),
    /// The room was deleted: do not come back.
    GONE(4404, "room-deleted", null);

    private final short code;
    private final String reason;
    private final @Nullable Integer retryAfterMs;

    CloseCode(int code, String reason, @Nullable Integer retryAfterMs) {
        this.code = (short) code;
        this.reason = reason;
        this.retryAfterMs = retryAfterMs;
    }

    /// The close code of RFC 6455 and its registry, or one of ours.
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
