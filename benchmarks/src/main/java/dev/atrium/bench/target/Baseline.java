package dev.atrium.bench.target;

import dev.atrium.bench.baseline.Broadcast;
import dev.atrium.bench.load.Address;
import dev.atrium.bench.load.Send;
import dev.atrium.bench.server.Lab;
import dev.atrium.bench.server.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A server that passes on what it gets to everybody on the same path, and promises nothing.
public final class Baseline implements RoomTarget {

    private interface Start {
        ServerProcess start() throws IOException;
    }

    private final String name;
    private final int port;
    private final Start start;
    private @Nullable ServerProcess server;
    private int made;

    private Baseline(String name, int port, Start start) {
        this.name = name;
        this.port = port;
        this.start = start;
    }

    /// [Broadcast]: the ceiling of the sending path, in Vert.x.
    public static Baseline broadcast(Lab lab) {
        int port = lab.ports().broadcast();
        return new Baseline("broadcast", port, () -> lab.program("broadcast", Broadcast.class, Integer.toString(port)));
    }

    /// The `ws` package on Node.
    public static Baseline node(Lab lab) {
        int port = lab.ports().node();
        return new Baseline("node-ws", port, () -> startNode(lab, port));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare() throws IOException {
        if (server == null) {
            ServerProcess started = start.start();
            started.awaitPort(port);
            server = started;
        }
    }

    @Override
    public List<Address> rooms(int count) {
        int first = made;
        made += count;
        return IntStream.range(first, first + count)
                .mapToObj(room -> new Address(port, "/" + name + "/" + room, () -> "", false))
                .toList();
    }

    @Override
    public Send send() {
        return new ChatMessage(false);
    }

    @Override
    public List<ServerProcess> servers() {
        return server == null ? List.of() : List.of(server);
    }

    private static ServerProcess startNode(Lab lab, int port) throws IOException {
        String program = NodePrograms.prepare(lab).resolve("server.mjs").toString();
        return lab.start("node-ws", List.of("node", program, Integer.toString(port)), Map.of());
    }
}
