package dev.atrium.localstack;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A port on the loopback address.
final class TcpPort {

    private static final int PATIENCE_MS = 1_000;

    private TcpPort() {}

    /// Asks whether somebody listens there. To listen there oneself for a moment would take the port
    /// from the server to come: a process that another part starts just then inherits the socket, and
    /// keeps it for some milliseconds.
    ///
    /// @throws BindException when another program has the port, with its number and the cure
    static void requireFree(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address(port), PATIENCE_MS);
        } catch (ConnectException nobody) {
            return;
        } catch (SocketTimeoutException busy) {
            // Somebody listens, and is busy.
        }
        throw new BindException(
                "port " + port + " is taken by another program; choose other ports (ATRIUM_PRIVATE_PORTS)");
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
