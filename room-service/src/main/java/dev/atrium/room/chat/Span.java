package dev.atrium.room.chat;

/// Which messages of a room are asked for. Bounds are sequence numbers and exclusive.
///
/// Limits are those of the API: 1 to 200.
public sealed interface Span {

    int limit();

    /// The newest ones below `before`.
    record Before(long before, int limit) implements Span {}

    /// The oldest ones above `after`.
    record After(long after, int limit) implements Span {}

    static Span newest(int limit) {
        return new Before(Long.MAX_VALUE, limit);
    }
}
