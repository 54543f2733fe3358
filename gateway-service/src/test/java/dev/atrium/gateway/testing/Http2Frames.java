package dev.atrium.gateway.testing;

import dev.atrium.platform.testing.Patience;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A client that speaks HTTP/2 by hand (RFC 9113, RFC 7541), and so may say what no library lets one say. One request
/// at a time, without a body.
public final class Http2Frames implements AutoCloseable {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_OF_STREAM_AND_HEADERS = 5;
    private static final int NO_FLAGS = 0;

    /// What stands before the fields where this flag says so.
    private static final int PRIORITY = 0x20;

    private static final int PRIORITY_BYTES = 5;
    private static final int STREAM_BITS = 0x7FFF_FFFF;

    /// What fits into one byte of a length that has seven bits.
    private static final int LENGTH_MAX = 126;

    /// By its index in the static table (RFC 7541, appendix A), as the first byte of an answer says it.
    private static final Map<Integer, Integer> STATUSES =
            Map.of(0x88, 200, 0x89, 204, 0x8A, 206, 0x8B, 304, 0x8C, 400, 0x8D, 404, 0x8E, 500);

    private final SSLSocket socket;
    private final DataInputStream in;
    private int stream = -1;

    public Http2Frames(SSLContext trusted, int port) throws IOException {
        socket = (SSLSocket) trusted.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout((int) Patience.USUAL.toMillis());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        write(SETTINGS, NO_FLAGS, 0, new byte[0]);
    }

    /// Sends a request, and waits for its answer's status.
    ///
    /// @param fields names and values in turn, the pseudo-headers first; of at most 126 bytes each
    /// @return empty for one that the static table does not have
    public Optional<Integer> ask(String... fields) throws IOException {
        stream += 2;
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        write(HEADERS, END_OF_STREAM_AND_HEADERS, stream, block.toByteArray());
        return Optional.ofNullable(STATUSES.get(firstByteOfAnswer()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int firstByteOfAnswer() throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << Short.SIZE | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int of = in.readInt() & STREAM_BITS;
            byte[] payload = in.readNBytes(length);
            if (payload.length < length) {
                throw new EOFException();
            }
            if (type == HEADERS && of == stream) {
                return Byte.toUnsignedInt(payload[(flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES]);
            }
        }
    }

    private void write(int type, int flags, int of, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {0, (byte) (payload.length >> Byte.SIZE), (byte) payload.length});
        frame.writeBytes(new byte[] {(byte) type, (byte) flags, 0, 0, (byte) (of >> Byte.SIZE), (byte) of});
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > LENGTH_MAX) {
            throw new IllegalArgumentException("too long: " + text);
        }
        block.write(bytes.length);
        block.writeBytes(bytes);
    }
}
