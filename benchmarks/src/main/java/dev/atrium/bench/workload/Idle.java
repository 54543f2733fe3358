package dev.atrium.bench.workload;

import dev.atrium.bench.load.Address;
import dev.atrium.bench.load.Generator;
import dev.atrium.bench.load.Layout;
import dev.atrium.bench.server.Heap;
import dev.atrium.bench.server.ServerProcess;
import dev.atrium.bench.target.RoomTarget;
import dev.atrium.bench.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What sockets cost on which nothing happens.
public record Idle() implements Workload {

    private static final int PER_ROOM = 100;
    private static final Duration REST = Duration.ofSeconds(2);
    private static final double KIBI = 1_024;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return "Idle sockets, 100 in a room: memory of the process that holds them, after a full collection where it has"
                + " a Java heap";
    }

    @Override
    public List<String> columns() {
        return List.of("sockets", "MiB before", "MiB after", "KiB resident per socket", "KiB live heap per socket");
    }

    @Override
    public List<String> targets() {
        return List.of("room", "gateway", "nginx", "broadcast", "node-ws");
    }

    @Override
    public void run(Target target, Timing timing, Report report) throws IOException {
        run((RoomTarget) target, timing, report);
    }

    private static void run(RoomTarget target, Timing timing, Report report) throws IOException {
        Layout layout = new Layout(Math.max(1, timing.idleSockets() / PER_ROOM), PER_ROOM, 1);
        ServerProcess holder = target.servers().getFirst();
        boolean java = holder.isJava();
        List<Address> rooms = target.rooms(layout.rooms());
        // What the first socket of all needs is not a socket's price.
        Generator.connect(new Layout(1, 1, 1), rooms.subList(0, 1), target.send())
                .close();
        long heapBefore = java ? Heap.liveBytes(holder) : 0;
        long before = holder.residentBytes();
        try (Generator generator = Generator.connect(layout, rooms, target.send())) {
            generator.listen(REST);
            long heapAfter = java ? Heap.liveBytes(holder) : 0;
            generator.listen(REST);
            long after = holder.residentBytes();
            report.row(
                    target.name(),
                    List.of(
                            "%,d".formatted(layout.sockets()),
                            "%,d".formatted(before >> 20),
                            "%,d".formatted(after >> 20),
                            "%.1f".formatted((after - before) / KIBI / layout.sockets()),
                            java ? "%.1f".formatted((heapAfter - heapBefore) / KIBI / layout.sockets()) : "-"));
        }
    }
}
