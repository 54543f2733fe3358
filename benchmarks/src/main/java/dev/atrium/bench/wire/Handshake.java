package dev.atrium.bench.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The opening of a WebSocket (RFC 6455).
public final class Handshake {

    private static final int HEAD_BYTES_MAX = 16_384;

    private Handshake() {}

    /// @param headers further header lines, each with its CRLF
    public static byte[] request(String path, int port, String headers) {
        // The key proves nothing to this client, so that it may be the one of the RFC.
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + headers
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads the head of the answer, and not a byte more.
    ///
    /// @throws IOException if the server does not switch to WebSocket
    public static void readAnswer(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int lineEnds = 0;
        while (lineEnds < 4) {
            int next = in.read();
            if (next < 0 || head.size() > HEAD_BYTES_MAX) {
                throw new IOException("the handshake was not answered: " + head.toString(StandardCharsets.US_ASCII));
            }
            head.write(next);
            lineEnds = next == (lineEnds % 2 == 0 ? '\r' : '\n') ? lineEnds + 1 : 0;
        }
        if (!head.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the handshake was refused: " + head.toString(StandardCharsets.US_ASCII));
        }
    }
}
