package dev.atrium.room.testing;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A client that opens a socket in a room and then answers nothing, nor reads by itself.
public final class DeafClient implements AutoCloseable {

    private static final int RECEIVE_BYTES = 4_096;

    private final Socket socket;

    private DeafClient(Socket socket) {
        this.socket = socket;
    }

    public static DeafClient open(Caller caller, String room) {
        return openAt(caller, room, "");
    }

    /// @param after sequence number up to which it has everything
    public static DeafClient open(Caller caller, String room, long after) {
        return openAt(caller, room, "?after=" + after);
    }

    private static DeafClient openAt(Caller caller, String room, String query) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(RECEIVE_BYTES);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), TestSocket.port()));
            String handshake = """
                    GET /api/rooms/%s/ws%s HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Connection: Upgrade
                    Upgrade: websocket
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                    """.formatted(room, query, TestTokens.of(caller));
            socket.getOutputStream().write(handshake.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new DeafClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends pings, which the server answers whether anybody reads or not; no more once it has hung up.
    public void ping(int count) {
        // Empty, and masked with nothing.
        byte[] frame = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};
        try {
            for (int i = 0; i < count; i++) {
                socket.getOutputStream().write(frame);
            }
        } catch (IOException _) {
            // The server has hung up: what it does then is what tests look at.
        }
    }

    /// Reads a little.
    ///
    /// @return what came, or that nothing does any more
    public Optional<String> read(int bytes) {
        try {
            byte[] some = socket.getInputStream().readNBytes(bytes);
            return some.length == bytes ? Optional.of(new String(some, StandardCharsets.UTF_8)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Reads, at last, until the server has ended the connection.
    ///
    /// @return everything that came
    public String readToTheEnd() {
        try {
            socket.setSoTimeout(20_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "reset";
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
