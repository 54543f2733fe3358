package dev.atrium.room.fanout;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent.Role;
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

    /// Whether its client has said that it is done here, so that nothing need be kept for it. On any
    /// thread.
    default boolean isDone() {
        return false;
    }

    /// Sends a WebSocket message. The bytes are shared with other listeners and must not be changed.
    void deliver(byte[] text);

    /// Sends a WebSocket message as [#deliver] does, unless the listener is behind: of such messages it may miss some.
    default void offer(byte[] text) {
        deliver(text);
    }

    /// Whose it is, with the credential that counts now.
    Caller caller();

    /// May do this in the room from now on. Called on the shard's event loop.
    void become(Role role);

    /// May not be in the room any more, and has left it. Called on the shard's event loop.
    void expelled();

    /// The room was deleted: nobody is in it any more. Called on the shard's event loop.
    void gone();

    /// The room is no longer served here. Called on any thread.
    void moved();
}
