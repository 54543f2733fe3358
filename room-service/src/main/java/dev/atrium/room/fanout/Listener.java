package dev.atrium.room.fanout;

import io.netty.channel.EventLoop;
import java.util.Optional;

/// Somebody who listens to a room.
public interface Listener {

    /// Where [#deliver] must be called.
    EventLoop loop();

    /// Whose it is, by subject; empty if what is for one person only is not for it.
    default Optional<String> subject() {
        return Optional.empty();
    }

    /// Sends a WebSocket message. The bytes are shared with other listeners and must not be changed.
    void deliver(byte[] text);

    /// Sends a WebSocket message as [#deliver] does, unless the listener is behind: of such messages it may miss some.
    default void offer(byte[] text) {
        deliver(text);
    }

    /// The room is no longer served here. Called on any thread.
    void moved();
}
