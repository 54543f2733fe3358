package dev.atrium.bench.target;

import dev.atrium.bench.server.Lab;
import dev.atrium.bench.server.Postgres;
import dev.atrium.bench.server.ServerProcess;
import dev.atrium.platform.identity.InternalTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// jobs-service with Kafka and PostgreSQL, as it is packaged.
public final class JobsTarget implements Target {

    private final Lab lab;
    private @Nullable JobsApi api;

    public JobsTarget(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public void prepare() throws IOException {
        servers();
        if (api == null) {
            Path key = Path.of(lab.setting("ATRIUM_KEYS")).resolve("gateway.jwk");
            api = new JobsApi(lab.ports().jobs(), InternalTokens.signedWith(key));
        }
    }

    public JobsApi api() {
        if (api == null) {
            throw new IllegalStateException("not prepared");
        }
        return api;
    }

    public Postgres postgres() {
        return lab.postgres();
    }

    /// Ends jobs-service and starts it again.
    ///
    /// @return from the start until it said that it is ready
    public Duration restart() throws IOException {
        lab.stopJobs();
        long from = System.nanoTime();
        lab.jobs();
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /// The first one is jobs-service.
    @Override
    public List<ServerProcess> servers() {
        try {
            return List.of(lab.jobs(), lab.stack());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
