package dev.atrium.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A program that this stack runs. While it runs, a record file names it by process id and start time, which together
/// no other process ever has: so the next stack can end what a killed one left behind, and nothing else.
final class ChildProcess {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path record;
    private final Path log;
    private final String stopSignal;
    private @Nullable Process process;
    private boolean stopped;

    /// @param record the file that names the running program
    /// @param log where its output goes
    /// @param stopSignal the signal for an orderly stop, for example `INT`
    ChildProcess(Path record, Path log, String stopSignal) {
        this.record = record;
        this.log = log;
        this.stopSignal = stopSignal;
    }

    /// Tells whether a server answers already.
    interface Probe {
        boolean answers() throws IOException;
    }

    /// Ends what a killed stack has left running.
    void stopLeftOver() throws IOException, InterruptedException {
        Optional<ProcessHandle> left = recorded();
        if (left.isPresent()) {
            end(left.get());
        }
        Files.deleteIfExists(record);
    }

    /// Runs a program to its end.
    ///
    /// @throws IOException when it ends with another status than 0
    void run(ProcessBuilder program) throws IOException, InterruptedException {
        int status = start(program).waitFor();
        if (status != 0) {
            throw failure(status);
        }
    }

    /// Starts a server and waits until it answers.
    ///
    /// @return completes with the exit status should the server end without [#stop]
    /// @throws IOException when it ends before it answers, or does not answer in time
    CompletableFuture<Integer> serve(ProcessBuilder program, Probe probe, Duration limit)
            throws IOException, InterruptedException {
        Process server = start(program);
        long deadline = System.nanoTime() + limit.toNanos();
        while (!probe.answers()) {
            if (server.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure(server.exitValue());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("no answer after " + limit.toSeconds() + " s: " + lastLine());
            }
        }
        return server.onExit().thenCompose(this::lostUnlessStopped);
    }

    /// Ends the program and those that it started; it cannot be started again.
    synchronized void stop() throws IOException, InterruptedException {
        stopped = true;
        if (process != null) {
            end(process.toHandle());
            Files.deleteIfExists(record);
        }
    }

    /// Ends a process and those that it started: orderly, and by force after a grace time.
    void end(ProcessHandle target) throws IOException, InterruptedException {
        List<ProcessHandle> family;
        try (Stream<ProcessHandle> below = target.descendants()) {
            family = Stream.concat(below, Stream.of(target)).toList();
        }
        signal(target);
        if (!haveEnded(family)) {
            family.forEach(ProcessHandle::destroyForcibly);
            haveEnded(family);
        }
    }

    /// A process that ended but that nobody waited for (a zombie) does not run.
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private synchronized Process start(ProcessBuilder program) throws IOException {
        if (stopped) {
            throw new IOException("the stack is being stopped");
        }
        program.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = program.start();
        Files.writeString(record, process.pid() + " " + startMillis(process.toHandle()) + "\n");
        return process;
    }

    private synchronized CompletableFuture<Integer> lostUnlessStopped(Process ended) {
        return stopped ? new CompletableFuture<>() : CompletableFuture.completedFuture(ended.exitValue());
    }

    private Optional<ProcessHandle> recorded() throws IOException {
        if (Files.notExists(record)) {
            return Optional.empty();
        }
        String content = Files.readString(record).strip();
        if (!content.matches("\\d{1,10} \\d{1,15}")) { // killed while it was written
            return Optional.empty();
        }
        List<String> fields = List.of(content.split(" ", -1));
        long start = Long.parseLong(fields.getLast());
        return ProcessHandle.of(Long.parseLong(fields.getFirst()))
                .filter(ChildProcess::runs)
                .filter(found -> startMillis(found) == start);
    }

    private void signal(ProcessHandle target) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -\"$1\" \"$2\"", "sh", stopSignal, Long.toString(target.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static boolean haveEnded(List<ProcessHandle> family) throws InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (ProcessHandle member : family) {
            CompletableFuture<ProcessHandle> exit = member.onExit();
            while (runs(member)) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                awaitBriefly(exit);
            }
        }
        return true;
    }

    private static void awaitBriefly(CompletableFuture<ProcessHandle> exit) throws InterruptedException {
        try {
            exit.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // the caller looks again: for a zombie the future never completes
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for a process", e.getCause());
        }
    }

    private static long startMillis(ProcessHandle target) {
        return target.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static boolean isZombie(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (Files.notExists(stat)) {
            return false;
        }
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return line.startsWith(") Z", line.lastIndexOf(')'));
        } catch (IOException e) {
            return true; // it ended while we looked
        }
    }

    private IOException failure(int status) {
        return new IOException("ended with status " + status + ": " + lastLine());
    }

    private String lastLine() {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank()).reduce("no output", (earlier, later) -> later);
        } catch (IOException e) {
            return "its log " + log + " is not readable";
        }
    }
}
