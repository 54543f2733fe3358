package dev.atrium.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A server that is measured: a process of its own on the servers' core, with its output in a file. It ends when it is
/// closed, and also when this program ends in whatever way.
public final class ServerProcess implements AutoCloseable {

    /// A shell between the two: it ends the server when its standard input ends. The server itself does not hear
    /// Ctrl-C.
    private static final String GUARD =
            "set -m; \"$@\" </dev/null & child=$!; trap '' INT TERM; while read -r _; do :; done; kill $child; wait $child";

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    /// Until the guard has started it.
    private static final Duration BIRTH = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int STOP_SECONDS = 30;
    private static final int SHOWN_CHARACTERS = 3_000;

    private final String name;
    private final Path log;
    private final Process process;

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /// @param directory in which it works and logs
    public static ServerProcess start(
            String name, Path directory, Cores cores, List<String> command, Map<String, String> environment)
            throws IOException {
        Path log = Files.createDirectories(directory).resolve(name + ".log");
        List<String> guarded = new ArrayList<>(List.of("bash", "-c", GUARD, "guard"));
        guarded.addAll(cores.forServer(command));
        ProcessBuilder builder = new ProcessBuilder(guarded)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(name, log, builder.start());
    }

    public String name() {
        return name;
    }

    /// CPU time up to now, with all descendants.
    public Duration cpu() {
        return ProcStat.cpu(process.toHandle());
    }

    /// Resident memory with all descendants.
    public long residentBytes() {
        return ProcStat.residentBytes(process.toHandle());
    }

    /// The server's own process, below shell and pinning.
    long pid() {
        return process.toHandle()
                .children()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " has ended"))
                .pid();
    }

    public boolean isJava() {
        return ProcessHandle.of(pid())
                .flatMap(handle -> handle.info().command())
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }

    public void awaitLogLine(String line) throws IOException {
        await("the line '" + line + "'", () -> Files.readAllLines(log).contains(line));
    }

    public void awaitPort(int port) throws IOException {
        await("port " + port, () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return true;
            } catch (IOException _) {
                return false;
            }
        });
    }

    /// Waits until it says by HTTP that it is ready.
    public void awaitReady(int managementPort) throws IOException {
        URI ready = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
        try (HttpClient client = HttpClient.newHttpClient()) {
            await(ready.toString(), () -> {
                try {
                    return client.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200;
                } catch (IOException _) {
                    return false;
                }
            });
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String what, Condition condition) throws IOException {
        long begin = System.nanoTime();
        try {
            while (!condition.holds()) {
                Duration waited = Duration.ofNanos(System.nanoTime() - begin);
                if (waited.compareTo(BIRTH) > 0
                        && process.toHandle().children().findAny().isEmpty()) {
                    throw new IOException(name + " ended while it was starting:\n" + logEnd());
                }
                if (waited.compareTo(START_TIMEOUT) > 0) {
                    throw new IOException(name + " does not get ready (" + what + "):\n" + logEnd());
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String logEnd() throws IOException {
        String text = Files.readString(log);
        return text.substring(Math.max(0, text.length() - SHOWN_CHARACTERS));
    }
}
