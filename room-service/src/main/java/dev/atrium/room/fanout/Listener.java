package dev.atrium.room.fanout;

import io.netty.channel.EventLoop;

/// Somebody who listens to a room.
public interface Listener {

    /// Where [#deliver] must be called.
    EventLoop loop();

    /// Sends a WebSocket message. The bytes are shared with other listeners and must not be changed.
    void deliver(byte[] text);

    /// Sends a WebSocket message as [#deliver] does, unless the listener is behind: of such messages it may miss some.
    default void offer(byte[] text) {
        deliver(text);
    }

    /// The room is no longer served here. Called on any thread.
    void moved();
}
