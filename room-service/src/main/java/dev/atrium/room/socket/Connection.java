package dev.atrium.room.socket;

import io.netty.channel.EventLoop;

/// An open socket, of whatever dialect, as [Sockets] keeps it.
public interface Connection {

    /// The connection's event loop, where all of it runs.
    EventLoop loop();

    /// Pings the client, or ends the connection if it did not answer the last time. Called on the event loop.
    void beat();

    /// What it is about is no longer served here: says goodbye. Called on any thread.
    void moved();

    /// Ends the connection without a word. Called on any thread.
    void hangUp();
}
