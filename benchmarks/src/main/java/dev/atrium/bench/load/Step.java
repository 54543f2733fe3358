package dev.atrium.bench.load;

import dev.atrium.bench.wire.TokenScanner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// One step while it runs: takes what the sockets hear. Only for the generator's thread.
final class Step implements TokenScanner.Sink {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int SHOWN_BYTES = 200;

    private final int id;
    private final Schedule schedule;
    private final Tally tally;
    private final long startNanos;
    private final Histogram delivery = histogram();
    private final Histogram acknowledgement = histogram();
    private final Histogram lateness = histogram();
    private int socket;
    private long nowNanos;
    private long lastMeasuredNanos;
    private long measuredDeliveries;
    private long refused;
    private long bytes;
    private String trouble = "";

    /// @param latestWins as [Send#latestWins]
    Step(int id, Schedule schedule, boolean latestWins, long startNanos) {
        this.id = id;
        this.schedule = schedule;
        this.tally = new Tally(schedule, latestWins);
        this.startNanos = startNanos;
        this.lastMeasuredNanos = startNanos;
    }

    /// What is heard from now on, this socket has heard now.
    void hears(int index, long now) {
        socket = index;
        nowNanos = now;
    }

    void text(TokenScanner scanner, ByteBuffer buffer, int from, int to) {
        bytes += to - from;
        scanner.scan(buffer, from, to, this);
    }

    @Override
    public void delivered(int step, int message) {
        if (step == id && tally.delivered(socket, message) && schedule.isMeasured(message)) {
            delivery.recordValue(micros(message, nowNanos));
            measuredDeliveries++;
            lastMeasuredNanos = nowNanos;
        }
    }

    @Override
    public void acknowledged(int step, int message) {
        if (step == id && tally.acknowledged(message) && schedule.isMeasured(message)) {
            acknowledgement.recordValue(micros(message, nowNanos));
        }
    }

    @Override
    public void refused(int step, int message) {
        if (step == id) {
            refused++;
        }
    }

    @Override
    public void other(ByteBuffer buffer, int from, int to) {
        byte[] start = new byte[Math.min(to - from, SHOWN_BYTES)];
        buffer.get(from, start);
        trouble("the server says " + new String(start, StandardCharsets.UTF_8));
    }

    void sent(int message, long now) {
        if (schedule.isMeasured(message)) {
            lateness.recordValue(micros(message, now));
        }
    }

    void trouble(String what) {
        if (trouble.isEmpty()) {
            trouble = what;
        }
    }

    long heardBytes() {
        return bytes;
    }

    long delivered() {
        return tally.delivered();
    }

    boolean isComplete(Send send) {
        return tally.isComplete(send.acknowledged());
    }

    long dueNanos(int message) {
        return startNanos + schedule.dueNanos(message);
    }

    Measured measured(double sentPerSecond, Measured.Usage usage) {
        long span = Math.max(1, lastMeasuredNanos - dueNanos(schedule.warmUp()));
        return new Measured(
                schedule,
                sentPerSecond,
                measuredDeliveries / (span / (double) Duration.ofSeconds(1).toNanos()),
                (double) bytes / Math.max(1, tally.delivered()),
                delivery,
                acknowledgement,
                lateness,
                usage,
                tally.count(),
                refused,
                trouble);
    }

    private long micros(int message, long now) {
        return Math.clamp((now - dueNanos(message)) / 1_000, 0, LONGEST_MICROS);
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST_MICROS, 3);
    }
}
