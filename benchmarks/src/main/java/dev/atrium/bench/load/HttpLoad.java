package dev.atrium.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/// The same GET again and again over some kept connections, each asking as soon as it has its answer (a closed loop: it
/// tells what a server can do, and how long an answer takes at that rate). In one thread.
public final class HttpLoad {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int TIMEOUT_MS = 15_000;
    private static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final byte[] STATUS_OK = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED_END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// What was found.
    ///
    /// @param latency microseconds from each request to the end of its answer
    /// @param failed answers that were not 200 or had another number of items than the first one
    /// @param items of the first answer
    /// @param first line of the first answer
    public record Result(
            double perSecond,
            Histogram latency,
            Measured.Usage usage,
            long failed,
            int answerBytes,
            int items,
            String first) {}

    /// @param request the whole request, with a credential that is valid for some time; asked for twice a minute
    /// @param item what stands in an answer as often as it has items
    public record Plan(
            int port, Supplier<byte[]> request, byte[] item, int connections, Duration warmUp, Duration length) {}

    private final Plan plan;
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private byte[] request;
    private long requestedNanos = System.nanoTime();
    private boolean measuring;
    private long answers;
    private long failed;
    private int answerBytes;
    private int firstItems;
    private String first = "";

    private HttpLoad(Plan plan) {
        this.plan = plan;
        this.request = plan.request().get();
    }

    /// @param cpu what the servers have used up to now
    public static Result run(Plan plan, Supplier<Duration> cpu) throws IOException {
        return new HttpLoad(plan).run(cpu);
    }

    private Result run(Supplier<Duration> cpu) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < plan.connections(); i++) {
                ask(connect(selector));
            }
            hear(selector, plan.warmUp());
            measuring = true;
            answers = 0;
            UsageMeter meter = new UsageMeter(cpu);
            meter.start(0);
            long from = System.nanoTime();
            hear(selector, plan.length());
            double seconds = (System.nanoTime() - from) / 1e9;
            meter.stop(answers);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return new Result(answers / seconds, latency, meter.usage(), failed, answerBytes, firstItems, first);
        }
    }

    private Connection connect(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port()), TIMEOUT_MS);
        channel.configureBlocking(false);
        Connection connection = new Connection(channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    private void hear(Selector selector, Duration length) throws IOException {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            selector.select(1);
            for (SelectionKey key : selector.selectedKeys()) {
                hear((Connection) key.attachment());
            }
            selector.selectedKeys().clear();
        }
    }

    private void ask(Connection connection) throws IOException {
        connection.askedNanos = System.nanoTime();
        connection.bytes = 0;
        if (connection.askedNanos - requestedNanos > REQUEST_NANOS) {
            request = plan.request().get();
            requestedNanos = connection.askedNanos;
        }
        ByteBuffer bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) {
            connection.channel.write(bytes);
        }
    }

    private void hear(Connection connection) throws IOException {
        int count = connection.channel.read(buffer.clear());
        if (count < 0) {
            throw new IOException("the server closed a connection after " + answers + " answers");
        }
        buffer.flip().get(connection.answer, connection.bytes, count);
        connection.bytes += count;
        if (isComplete(connection.answer, connection.bytes)) {
            answered(connection, System.nanoTime() - connection.askedNanos);
            ask(connection);
        }
    }

    private void answered(Connection connection, long nanos) {
        if (answerBytes == 0) {
            answerBytes = connection.bytes;
            first = new String(connection.answer, 0, answerBytes, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            firstItems = items(connection);
        }
        answers++;
        if (!has(connection.answer, 0, STATUS_OK) || !isLikeFirst(connection)) {
            failed++;
        }
        if (measuring) {
            latency.recordValue(Math.min(LONGEST_MICROS, nanos / 1_000));
        }
    }

    /// Headers and chunks may differ in length, the number of items may not.
    private boolean isLikeFirst(Connection connection) {
        return connection.bytes == answerBytes || items(connection) == firstItems;
    }

    private int items(Connection connection) {
        int items = 0;
        for (int i = 0; i + plan.item().length <= connection.bytes; i++) {
            if (has(connection.answer, i, plan.item())) {
                items++;
            }
        }
        return items;
    }

    /// Of one answer, as nothing was asked that could follow it.
    static boolean isComplete(byte[] answer, int bytes) {
        int head = headEnd(answer, bytes);
        if (head < 0) {
            return false;
        }
        int length = contentLength(new String(answer, 0, head, StandardCharsets.US_ASCII));
        int end = bytes - CHUNKED_END.length;
        return length >= 0 ? bytes - head >= length : end >= head && has(answer, end, CHUNKED_END);
    }

    private static int headEnd(byte[] answer, int bytes) {
        for (int i = 0; i + HEAD_END.length <= bytes; i++) {
            if (has(answer, i, HEAD_END)) {
                return i + HEAD_END.length;
            }
        }
        return -1;
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
                .findFirst()
                .orElse(-1);
    }

    private static boolean has(byte[] answer, int at, byte[] wanted) {
        return Arrays.equals(answer, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static final class Connection {

        private final SocketChannel channel;
        private final byte[] answer = new byte[BUFFER_BYTES];
        private int bytes;
        private long askedNanos;

        private Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }
}
