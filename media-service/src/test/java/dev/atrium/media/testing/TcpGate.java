package dev.atrium.media.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands in front of a server and can be shut, as if the server were gone.
public final class TcpGate implements AutoCloseable {

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

    private TcpGate(ServerSocket listener, InetSocketAddress target) {
        this.listener = listener;
        this.target = target;
    }

    static TcpGate before(InetSocketAddress target) throws IOException {
        TcpGate gate = new TcpGate(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().start(gate::accept);
        return gate;
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Cuts all connections, and each new one at once.
    void shut() {
        shut = true;
        open.forEach(TcpGate::cut);
    }

    void open() {
        shut = false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(TcpGate::cut);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (shut) {
                    client.close();
                } else {
                    join(client);
                }
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void join(Socket client) throws IOException {
        Socket server = new Socket(target.getAddress(), target.getPort());
        open.add(client);
        open.add(server);
        pump(client, server);
        pump(server, client);
    }

    private void pump(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException e) {
                cut(from);
            }
            cut(to);
            open.remove(from);
            open.remove(to);
        });
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
