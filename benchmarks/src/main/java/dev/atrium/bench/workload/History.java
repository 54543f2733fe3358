package dev.atrium.bench.workload;

import dev.atrium.bench.load.HttpLoad;
import dev.atrium.bench.target.RoomApi;
import dev.atrium.bench.target.Rooms;
import dev.atrium.bench.target.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The newest 50 messages by HTTP, over one connection and over many; the difference between the targets is what the
/// gateway costs, or nginx in its place.
public record History() implements Workload {

    private static final int MESSAGES = 60;
    private static final int LIMIT = 50;
    private static final byte[] ITEM = "\"sequence\":".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String title() {
        return "GET /api/rooms/{id}/messages?limit=50 over kept connections, each asks again as soon as it is answered";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "connections",
                "requests/s",
                "p50 / p99 / p99.9 / max ms",
                "CPU \u00b5s each",
                "cores",
                "bytes",
                "failed");
    }

    @Override
    public List<String> targets() {
        return List.of("room", "gateway", "nginx");
    }

    @Override
    public void run(Target target, Timing timing, Report report) throws IOException {
        if (!(target instanceof Rooms rooms)) {
            throw new IOException(target.name() + " has no history");
        }
        RoomApi api = rooms.api();
        String room = rooms.newRoom();
        api.write(room, MESSAGES);
        for (int connections : new int[] {1, timing.connections()}) {
            HttpLoad.Plan plan = new HttpLoad.Plan(
                    api.port(),
                    () -> api.get("/api/rooms/" + room + "/messages?limit=" + LIMIT),
                    ITEM,
                    connections,
                    seconds(timing.heatSeconds() + timing.warmUpSeconds()),
                    seconds(timing.seconds()));
            HttpLoad.Result result = HttpLoad.run(plan, target::cpu);
            report.row(target.name(), cells(connections, result));
            check(result, target, report);
        }
    }

    private void check(HttpLoad.Result result, Target target, Report report) {
        if (result.items() != LIMIT || result.failed() > 0) {
            report.wrong("%s, %s: %d failed, %d messages, %s"
                    .formatted(name(), target.name(), result.failed(), result.items(), result.first()));
        }
    }

    private static List<String> cells(int connections, HttpLoad.Result result) {
        return List.of(
                Integer.toString(connections),
                "%,.0f".formatted(result.perSecond()),
                Chat.percentiles(result.latency()),
                // Seconds for a million are microseconds for one.
                "%.0f".formatted(result.usage().secondsPerMillion()),
                "%.2f".formatted(result.usage().cores()),
                "%,d".formatted(result.answerBytes()),
                Long.toString(result.failed()));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
