package dev.atrium.bench.target;

import dev.atrium.bench.baseline.SchedulerAlone;
import dev.atrium.bench.server.Lab;
import dev.atrium.bench.server.Postgres;
import dev.atrium.bench.server.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// db-scheduler alone, on the same PostgreSQL: [SchedulerAlone].
public final class SchedulerTarget implements Target {

    private final Lab lab;
    private @Nullable ServerProcess program;

    public SchedulerTarget(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "db-scheduler";
    }

    @Override
    public void prepare() throws IOException {
        lab.stopJobs();
        if (program == null) {
            lab.stack();
            int port = lab.ports().scheduler();
            ServerProcess started = lab.program(
                    name(),
                    SchedulerAlone.class,
                    Integer.toString(port),
                    postgres().url());
            started.awaitPort(port);
            program = started;
        }
    }

    public Postgres postgres() {
        return lab.postgres();
    }

    /// Adds jobs and has them done.
    ///
    /// @return how long it took
    public Duration add(int count) throws IOException {
        return told("add", count);
    }

    /// Adds jobs, of which none begins.
    public void fill(int count) throws IOException {
        Duration _ = told("fill", count);
    }

    /// Has the jobs done that were filled in.
    ///
    /// @return how long it took
    public Duration resume(int count) throws IOException {
        return told("resume", count);
    }

    private Duration told(String command, int count) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), lab.ports().scheduler())) {
            socket.getOutputStream().write((command + " " + count + "\n").getBytes(StandardCharsets.US_ASCII));
            String nanos = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return Duration.ofNanos(Long.parseLong(nanos));
        }
    }

    @Override
    public List<ServerProcess> servers() {
        try {
            return program == null ? List.of() : List.of(program, lab.stack());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
