package dev.atrium.bench.target;

import dev.atrium.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A server under load, with everything that it needs for its promises.
public interface Target {

    String name();

    /// Makes it ready to be measured.
    ///
    /// @throws Unavailable if this machine lacks something for it
    void prepare() throws IOException;

    /// All processes that work for it.
    List<ServerProcess> servers();

    /// CPU time that its servers have used up to now.
    default Duration cpu() {
        return servers().stream().map(ServerProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /// Resident memory of its servers.
    default long residentBytes() {
        return servers().stream().mapToLong(ServerProcess::residentBytes).sum();
    }

    /// A target that cannot be measured here.
    final class Unavailable extends IOException {

        private static final long serialVersionUID = 1;

        Unavailable(String reason) {
            super(reason);
        }
    }
}
