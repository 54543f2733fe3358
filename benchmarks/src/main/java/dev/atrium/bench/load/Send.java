package dev.atrium.bench.load;

import java.nio.ByteBuffer;

/// What it is to send a message: the frame that a target takes.
public interface Send {

    /// Bytes of every payload.
    int bytes();

    /// Writes one payload.
    ///
    /// @param out little-endian, with enough room
    void write(ByteBuffer out, int step, int message);

    /// Whether the target answers every message.
    boolean acknowledged();

    /// Whether of each sender only the latest counts: then earlier ones need not be delivered.
    default boolean latestWins() {
        return false;
    }
}
