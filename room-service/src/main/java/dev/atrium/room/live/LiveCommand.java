package dev.atrium.room.live;

import org.jspecify.annotations.Nullable;

/// What a member wants to be seen by the others now. Its texts and numbers are within the bounds of [LiveLimits].
public sealed interface LiveCommand {

    /// How the member wants to appear.
    ///
    /// @param status a few words; null for none
    /// @param colour `#rrggbb`; null for none
    record Appear(@Nullable String status, @Nullable String colour) implements LiveCommand {}

    /// @param typing false to stop before it ends by itself
    record Type(boolean typing) implements LiveCommand {}

    /// @param json where the member points or what it selects, as valid JSON that can be encoded; null for nowhere
    record Point(@Nullable String json) implements LiveCommand {}

    /// Wants a lock for a while; renews it if the member holds it.
    ///
    /// @param waits whether to wait if it is held; otherwise the answer is a refusal
    record Acquire(String name, long ttlMillis, boolean waits) implements LiveCommand {}

    record Renew(String name, long ttlMillis) implements LiveCommand {}

    /// Gives a lock back, or stops to wait for it.
    record Release(String name) implements LiveCommand {}

    /// Takes a lock, whoever holds it.
    record Steal(String name, long ttlMillis) implements LiveCommand {}

    /// Changes what is played; what is null stays as it is at this moment.
    ///
    /// @param position in seconds
    /// @param rate seconds of the thing per second
    record Play(
            @Nullable Boolean playing,
            @Nullable Double position,
            @Nullable Double rate) implements LiveCommand {}

    /// So many watch through this member, which is a relay.
    record Watch(int viewers) implements LiveCommand {}

    /// Shows the others a picture that is being made.
    ///
    /// @param stream the client's name for what becomes of it
    /// @param sequence rises within the stream
    /// @param progress from 0 to 1; null if it is not known
    /// @param json the picture, as valid JSON that can be encoded
    record Show(String stream, long sequence, @Nullable Double progress, String json) implements LiveCommand {}
}
