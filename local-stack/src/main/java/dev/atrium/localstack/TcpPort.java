package dev.atrium.localstack;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// A port on the loopback address.
final class TcpPort {

    private TcpPort() {}

    /// @throws BindException when another program has the port, with its number and the cure
    static void requireFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address(port));
        } catch (BindException e) {
            BindException clear = new BindException(
                    "port " + port + " is taken by another program; choose other ports (ATRIUM_PRIVATE_PORTS)");
            clear.initCause(e);
            throw clear;
        }
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
