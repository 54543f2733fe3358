package dev.atrium.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Forwards connections to a server; shut, it ends them and takes no new ones, as if the server were gone.
final class TcpGate implements AutoCloseable {

    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;
    /// Null as long as nobody is behind it.
    private volatile @Nullable InetSocketAddress target;

    private TcpGate(ServerSocket server) {
        this.server = server;
    }

    /// A gate that leads nowhere yet.
    static TcpGate opened() {
        try {
            ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            TcpGate gate = new TcpGate(server);
            Thread.ofVirtual().name("gate").start(gate::accept);
            return gate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void leadTo(InetSocketAddress behind) {
        target = behind;
    }

    int port() {
        return server.getLocalPort();
    }

    void shut() {
        shut = true;
        sockets.forEach(TcpGate::end);
    }

    void open() {
        shut = false;
    }

    @Override
    public void close() {
        shut();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                InetSocketAddress behind = target;
                if (shut || behind == null) {
                    end(client);
                } else {
                    connect(client, behind);
                }
            } catch (IOException _) {
                // The server socket was closed, or a connection came to nothing: the loop's condition tells.
            }
        }
    }

    private void connect(Socket client, InetSocketAddress behind) throws IOException {
        Socket upstream = new Socket(behind.getAddress(), behind.getPort());
        // As the server and its clients do: else small packets wait for acknowledgements of those before, some 40 ms.
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(upstream);
        Thread.ofVirtual().start(() -> pump(client, upstream));
        Thread.ofVirtual().start(() -> pump(upstream, client));
    }

    private void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side is gone, and so will be the other.
        } finally {
            end(from);
            end(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
