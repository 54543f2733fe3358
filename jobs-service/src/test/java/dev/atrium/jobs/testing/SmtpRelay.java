package dev.atrium.jobs.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Stands before the mail catcher, so that mail can fail in every way that it does. It lets everybody log in.
public final class SmtpRelay implements AutoCloseable {

    private final int target;
    private final int port;
    private volatile @Nullable ServerSocket socket;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile boolean cutAfterMail;
    private volatile Refusal refusal = Refusal.NONE;

    /// What a server says no to.
    public enum Stage {
        CONNECTION("220"),
        LOGIN("AUTH"),
        SENDER("MAIL FROM"),
        RECIPIENT("RCPT TO"),
        MAIL("DATA");

        private final String begins;

        Stage(String begins) {
            this.begins = begins;
        }
    }

    private record Refusal(@Nullable Stage stage, String line) {
        private static final Refusal NONE = new Refusal(null, "");

        boolean concerns(String text) {
            return stage != null && text.startsWith(stage.begins);
        }
    }

    SmtpRelay(int target) throws IOException {
        this.target = target;
        this.port = listen(0);
    }

    int port() {
        return port;
    }

    /// Breaks all connections; from now on new ones are refused.
    public void down() throws IOException {
        ServerSocket open = socket;
        if (open != null) {
            open.close();
        }
        for (Link link : links) {
            link.cut();
        }
        links.clear();
    }

    /// Everything works again.
    public void up() throws IOException {
        cutAfterMail = false;
        refusal = Refusal.NONE;
        ServerSocket open = socket;
        if (open == null || open.isClosed()) {
            listen(port);
        }
    }

    /// The next mail reaches the catcher, but the connection breaks before its sender hears of it.
    public void cutAfterNextMail() {
        cutAfterMail = true;
    }

    /// From now on each recipient is refused with this line, for example `550 no such user`.
    public void refuse(String line) throws IOException {
        refuse(Stage.RECIPIENT, line);
    }

    /// From now on everybody is answered with this line at the stage, also those who are connected.
    public void refuse(Stage stage, String line) throws IOException {
        refusal = new Refusal(stage, line);
        for (Link link : links) {
            link.cut();
        }
        links.clear();
    }

    private int listen(int wanted) throws IOException {
        ServerSocket open = new ServerSocket();
        open.setReuseAddress(true);
        open.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        socket = open;
        Thread.ofVirtual().start(() -> accept(open));
        return open.getLocalPort();
    }

    private void accept(ServerSocket open) {
        while (!open.isClosed()) {
            try {
                Link link = new Link(open.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
                links.add(link);
                Thread.ofVirtual().start(link::up);
                Thread.ofVirtual().start(link::down);
            } catch (IOException _) {
                // Closed by down(), or a client that is gone.
            }
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean mailEnded;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void cut() throws IOException {
            client.close();
            server.close();
        }

        void up() {
            pump(client, server, (bytes, text) -> {
                if (refusal.concerns(text)) {
                    return say(refusal.line());
                }
                if (text.startsWith("AUTH")) {
                    return say("235 2.7.0 welcome");
                }
                mailEnded = text.endsWith("\r\n.\r\n") || text.equals(".\r\n");
                return write(server, bytes);
            });
        }

        void down() {
            pump(server, client, (bytes, text) -> {
                if (refusal.concerns(text)) {
                    say(refusal.line());
                    return false;
                }
                if (mailEnded && cutAfterMail && text.startsWith("250")) {
                    cutAfterMail = false;
                    return false;
                }
                return write(client, bytes);
            });
        }

        private boolean say(String line) throws IOException {
            return write(client, (line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        private static boolean write(Socket to, byte[] bytes) throws IOException {
            OutputStream out = to.getOutputStream();
            out.write(bytes);
            out.flush();
            return true;
        }

        /// Ends with both sockets closed.
        private static void pump(Socket from, Socket to, Forward forward) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                byte[] buffer = new byte[64 * 1024];
                boolean open = true;
                for (int n = in.read(buffer); n >= 0 && open; n = open ? in.read(buffer) : -1) {
                    byte[] bytes = Arrays.copyOf(buffer, n);
                    open = forward.on(bytes, new String(bytes, StandardCharsets.ISO_8859_1));
                }
            } catch (IOException _) {
                // One side is gone; the other is closed with it.
            }
        }
    }

    private interface Forward {
        /// @return false to break the connection
        boolean on(byte[] bytes, String text) throws IOException;
    }

    @Override
    public void close() {
        try {
            down();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
