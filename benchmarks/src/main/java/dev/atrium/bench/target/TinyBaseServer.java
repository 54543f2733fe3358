package dev.atrium.bench.target;

import dev.atrium.bench.load.Address;
import dev.atrium.bench.server.Lab;
import dev.atrium.bench.server.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The server that TinyBase's library brings, on Node, with a store for each document in memory.
public final class TinyBaseServer implements DocumentTarget {

    private final Lab lab;
    private @Nullable ServerProcess server;
    private int made;

    public TinyBaseServer(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "tinybase-server";
    }

    @Override
    public void prepare() throws IOException {
        if (server == null) {
            String program =
                    NodePrograms.prepare(lab).resolve("tinybase-server.mjs").toString();
            int port = lab.ports().tinyBase();
            ServerProcess started = lab.start(name(), List.of("node", program, Integer.toString(port)), Map.of());
            started.awaitPort(port);
            server = started;
        }
    }

    @Override
    public Address document() {
        return new Address(lab.ports().tinyBase(), "/" + made++, () -> "", false);
    }

    @Override
    public DocumentClients clients(int count, int rows) throws IOException {
        return DocumentClients.start(lab, lab.ports().tinyBase(), count, rows);
    }

    @Override
    public List<ServerProcess> servers() {
        return server == null ? List.of() : List.of(server);
    }
}
