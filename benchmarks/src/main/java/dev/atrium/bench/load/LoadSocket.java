package dev.atrium.bench.load;

import dev.atrium.bench.wire.FrameReader;
import dev.atrium.bench.wire.FrameWriter;
import dev.atrium.bench.wire.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// One client's connection. Only for the generator's thread.
final class LoadSocket {

    private static final int TIMEOUT_MS = 15_000;
    private static final int SENDER_BYTES = 65_536;
    /// Enough for a pong.
    private static final int HEARER_BYTES = 256;
    private static final byte[] NOTHING = {};
    /// A socket that once had a long rest does not keep the room for it.
    private static final int KEPT_BYTES = 4_096;

    private final int index;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final int outBytes;
    /// Bytes of a frame that is not complete yet.
    private byte[] rest = NOTHING;
    private int restBytes;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private boolean unsent;
    private boolean greeted;
    private boolean open = true;

    private LoadSocket(int index, boolean sender, SocketChannel channel, Selector selector) throws IOException {
        this.index = index;
        this.outBytes = sender ? SENDER_BYTES : HEARER_BYTES;
        this.channel = channel;
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /// Connects and upgrades; blocks until that is done.
    static LoadSocket open(int index, boolean sender, Address address, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().setSoTimeout(TIMEOUT_MS);
            channel.socket()
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port()), TIMEOUT_MS);
            channel.write(ByteBuffer.wrap(Handshake.request(
                    address.path(), address.port(), address.headers().get())));
            Handshake.readAnswer(channel.socket().getInputStream());
            channel.configureBlocking(false);
            return new LoadSocket(index, sender, channel, selector);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int index() {
        return index;
    }

    boolean isOpen() {
        return open;
    }

    boolean isGreeted() {
        return greeted;
    }

    void greeted() {
        greeted = true;
    }

    /// Reads what is there and hands out the whole frames.
    ///
    /// @param buffer empty, direct
    /// @return how large the buffer must be to go on
    int read(ByteBuffer buffer, FrameReader.Frames frames) throws IOException {
        buffer.clear().put(rest, 0, restBytes);
        int count = channel.read(buffer);
        if (count < 0) {
            close();
            return 0;
        }
        int needed = FrameReader.read(buffer.flip(), frames);
        keep(buffer);
        return needed;
    }

    /// @return whether there is room for a payload of that length
    boolean hasRoom(int bytes) {
        if (out.capacity() == 0) {
            out = ByteBuffer.allocateDirect(outBytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        return out.remaining() >= bytes + FrameWriter.HEADER_BYTES_MAX;
    }

    /// What is to be sent with the next [#flush].
    ByteBuffer out() {
        return out;
    }

    /// Whether it is noted as having something to send.
    boolean isUnsent() {
        return unsent;
    }

    void unsent(boolean noted) {
        unsent = noted;
    }

    /// @return whether everything has left
    boolean flush() throws IOException {
        if (open && out.position() > 0) {
            out.flip();
            channel.write(out);
            out.compact();
        }
        return out.position() == 0;
    }

    void close() {
        open = false;
        key.cancel();
        try {
            channel.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }

    private void keep(ByteBuffer buffer) {
        restBytes = buffer.remaining();
        if (restBytes == 0 && rest.length > KEPT_BYTES) {
            rest = NOTHING;
        } else if (restBytes > rest.length) {
            rest = new byte[Integer.highestOneBit(restBytes) * 2];
        }
        buffer.get(rest, 0, restBytes);
    }
}
