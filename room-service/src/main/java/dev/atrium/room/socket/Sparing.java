package dev.atrium.room.socket;

/// Spares a client that is behind what it can do without, and sees to it that it gets everything anew
/// once it has caught up. Runs on the connection's event loop.
final class Sparing {

    private final Connection connection;
    private final Sockets sockets;
    private final Runnable refresh;
    private boolean missedSome;

    /// @param refresh asks for everything anew
    Sparing(Connection connection, Sockets sockets, Runnable refresh) {
        this.connection = connection;
        this.sockets = sockets;
        this.refresh = refresh;
    }

    /// Sends what the client may miss, unless it is behind.
    void offer(byte[] text) {
        if (connection.isClosed()) {
            return;
        }
        if (connection.isBehind()) {
            missedSome = true;
            sockets.skipped();
        } else if (missedSome) {
            catchUp();
        } else {
            connection.write(text);
        }
    }

    /// From time to time.
    void beat() {
        if (missedSome && !connection.isBehind()) {
            catchUp();
        }
    }

    private void catchUp() {
        missedSome = false;
        refresh.run();
    }
}
