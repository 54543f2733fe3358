package dev.atrium.bench.workload;

import dev.atrium.bench.load.Generator;
import dev.atrium.bench.load.Ladder;
import dev.atrium.bench.load.Layout;
import dev.atrium.bench.load.Measured;
import dev.atrium.bench.load.Schedule;
import dev.atrium.bench.load.Send;
import dev.atrium.bench.target.RoomTarget;
import dev.atrium.bench.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/// Messages or cursors in rooms: fixed rates to compare at, then the highest rate that passes.
///
/// @param kind what is sent
/// @param fixed messages per second in all rooms together
/// @param limit of the 99th percentile
/// @param length how many times the usual length a step has
/// @param ladder whether to climb beyond the fixed rates
public record Chat(
        String name,
        String title,
        Kind kind,
        Layout layout,
        List<Double> fixed,
        Duration limit,
        int length,
        boolean ladder,
        List<String> targets)
        implements Workload {

    static final Chat ACKNOWLEDGEMENT = new Chat(
            "ack",
            "50 messages a second to 200 sockets of one room: how soon is a message acknowledged, hence durable?",
            Kind.MESSAGE,
            new Layout(1, 200, 20),
            List.of(50.0),
            Duration.ofMillis(250),
            4,
            false,
            List.of("room", "room-unflushed", "gateway", "broadcast", "node-ws"));

    static final Chat FAN_OUT = new Chat(
            "fan-out",
            "One room with 200 sockets, 20 of them send",
            Kind.MESSAGE,
            new Layout(1, 200, 20),
            List.of(50.0, 300.0),
            Duration.ofMillis(100),
            1,
            true,
            List.of("room", "room-unflushed", "gateway", "broadcast", "node-ws"));

    static final Chat SMALL_ROOMS = new Chat(
            "small-rooms",
            "500 rooms with 4 sockets each, one of them sends",
            Kind.MESSAGE,
            new Layout(500, 4, 1),
            List.of(500.0),
            Duration.ofMillis(250),
            1,
            true,
            List.of("room", "room-unflushed", "broadcast", "node-ws"));

    static final Chat CROWD = new Chat(
            "crowd",
            "One room with 1,000 sockets, 20 of them send",
            Kind.MESSAGE,
            new Layout(1, 1_000, 20),
            List.of(10.0, 60.0),
            Duration.ofMillis(250),
            1,
            true,
            List.of("room", "broadcast", "node-ws"));

    static final Chat CURSORS = new Chat(
            "cursors",
            "One room with 200 sockets, 20 of them move their cursors",
            Kind.CURSOR,
            new Layout(1, 200, 20),
            List.of(50.0, 300.0),
            Duration.ofMillis(25),
            1,
            true,
            List.of("room", "broadcast", "node-ws"));

    static final Chat SMALL_CURSORS = new Chat(
            "small-cursors",
            "500 rooms with 4 sockets each, one of them moves its cursor",
            Kind.CURSOR,
            new Layout(500, 4, 1),
            List.of(500.0),
            Duration.ofMillis(250),
            1,
            true,
            List.of("room", "broadcast", "node-ws"));

    private static final int REFINEMENTS = 2;
    private static final double HEAT_PER_SECOND = 1_000;
    /// Each workload is heated by itself for this part of the first heat, at so many times its last fixed rate.
    private static final int HEAT_SHARE = 4;

    private static final int HEAT_RATES = 2;

    /// What is sent.
    enum Kind {
        /// Durable where the target keeps anything.
        MESSAGE,
        /// Live only; of each sender the latest wins.
        CURSOR;

        Send of(RoomTarget target) {
            return switch (this) {
                case MESSAGE -> target.send();
                case CURSOR -> target.cursor();
            };
        }
    }

    /// Lets a target's compiler see what it will have to do, without measuring.
    static void heat(RoomTarget target, double seconds, double maxRate) throws IOException {
        Layout layout = FAN_OUT.layout();
        try (Generator generator = Generator.connect(layout, target.rooms(layout.rooms()), target.send())) {
            generator.run(Schedule.of(layout, Math.min(HEAT_PER_SECOND, maxRate), 0, seconds), target::cpu);
        }
    }

    @Override
    public List<String> columns() {
        return List.of(
                "messages/s",
                "deliveries/s",
                "delivered p50 / p99 / p99.9 / max ms",
                "acknowledged p50 / p99 / p99.9 / max ms",
                "CPU s per M",
                "cores",
                "bytes each",
                "MiB",
                "sent late p99 ms",
                "result");
    }

    @Override
    public void run(Target target, Timing timing, Report report) throws IOException {
        run((RoomTarget) target, timing, report);
    }

    private void run(RoomTarget target, Timing timing, Report report) throws IOException {
        try (Generator generator = Generator.connect(layout, target.rooms(layout.rooms()), kind.of(target))) {
            // What this workload needs beside the others' code.
            double heatSeconds = timing.heatSeconds() / HEAT_SHARE;
            generator.run(Schedule.of(layout, HEAT_RATES * fixed.getLast(), 0, heatSeconds), target::cpu);
            for (double rate : timing.rates()) {
                passes(target, generator, rate, timing, report);
            }
            if (timing.rates().isEmpty()) {
                climb(target, generator, timing, report);
            }
        }
    }

    private void climb(Target target, Generator generator, Timing timing, Report report) throws IOException {
        double highest = ladder ? timing.maxRate() : fixed.getLast();
        double best = new Ladder(fixed, highest, ladder ? REFINEMENTS : 0)
                .climb(rate -> passes(target, generator, rate, timing, report));
        if (ladder) {
            report.best(name, target.name(), best, best * layout.socketsPerRoom());
        }
    }

    private boolean passes(Target target, Generator generator, double rate, Timing timing, Report report)
            throws IOException {
        Schedule schedule = Schedule.of(layout, rate, timing.warmUpSeconds(), length * timing.seconds());
        Measured measured = generator.run(schedule, target::cpu);
        String failure = measured.failure(generator.send(), limit);
        report.row(
                target.name(),
                cells(target, generator.send(), measured, failure.isEmpty() ? passed(measured) : failure));
        if (!measured.count().isFlawless()) {
            report.wrong(name + ", " + target.name() + ": " + measured.count());
        }
        return failure.isEmpty();
    }

    private static String passed(Measured measured) {
        long superseded = measured.count().superseded();
        return superseded == 0
                ? "passes"
                : "passes, %.0f %% superseded"
                        .formatted(100.0
                                * superseded
                                / (superseded + measured.count().delivered()));
    }

    private static List<String> cells(Target target, Send send, Measured measured, String result) {
        return List.of(
                "%,.0f of %,.0f"
                        .formatted(measured.sentPerSecond(), measured.schedule().perSecond()),
                "%,.0f".formatted(measured.deliveriesPerSecond()),
                percentiles(measured.delivery()),
                send.acknowledged() ? percentiles(measured.acknowledgement()) : "-",
                "%.2f".formatted(measured.usage().secondsPerMillion()),
                "%.2f".formatted(measured.usage().cores()),
                "%.0f".formatted(measured.payloadBytes()),
                "%,d".formatted(target.residentBytes() >> 20),
                "%.1f".formatted(Measured.millis(measured.lateness(), 99)),
                result);
    }

    /// p50 / p99 / p99.9 / max in milliseconds.
    static String percentiles(Histogram micros) {
        return "%.2f / %.1f / %.1f / %.1f"
                .formatted(
                        Measured.millis(micros, 50),
                        Measured.millis(micros, 99),
                        Measured.millis(micros, 99.9),
                        Measured.millis(micros, 100));
    }
}
