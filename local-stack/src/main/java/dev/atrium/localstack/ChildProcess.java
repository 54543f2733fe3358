package dev.atrium.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A program that this stack runs. While it runs, a record file names it by process id and start time, which together
/// no other process ever has: so the next stack can end what a killed one left behind, and nothing else.
final class ChildProcess {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private static final char ZOMBIE = 'Z';

    /// Where the system does not tell it.
    private static final char UNKNOWN = '?';

    /// States in which a process starts no other: stopped, being traced, ended.
    private static final Set<Character> HALTED = Set.of('T', 't', ZOMBIE, 'X', UNKNOWN);

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
        Set<ProcessHandle> family = halted(Set.of(target));
        // It takes it when it goes on, before it does anything else.
        signal(stopSignal, Set.of(target));
        signal("CONT", family);
        if (!haveEnded(family)) {
            Set<ProcessHandle> left =
                    halted(family.stream().filter(ChildProcess::runs).collect(Collectors.toSet()));
            left.forEach(ProcessHandle::destroyForcibly);
            haveEnded(left);
        }
    }

    /// Halts processes and all that they started: what goes on starts others while it is looked for them, and nobody
    /// finds those any more when it has ended.
    ///
    /// @return all of them
    private static Set<ProcessHandle> halted(Set<ProcessHandle> ancestors) throws IOException, InterruptedException {
        Set<ProcessHandle> halted = new HashSet<>();
        Set<ProcessHandle> found = new HashSet<>(ancestors);
        while (!found.isEmpty()) {
            signal("STOP", found);
            for (ProcessHandle process : found) {
                awaitHalt(process);
            }
            halted.addAll(found);
            found.clear();
            for (ProcessHandle ancestor : ancestors) {
                try (Stream<ProcessHandle> below = ancestor.descendants()) {
                    below.filter(process -> !halted.contains(process)).forEach(found::add);
                }
            }
        }
        return halted;
    }

    private static void awaitHalt(ProcessHandle process) throws InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (!HALTED.contains(state(process.pid())) && System.nanoTime() - deadline < 0) {
            awaitBriefly(process.onExit());
        }
    }

    /// A process that ended but that nobody waited for (a zombie) does not run.
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && state(process.pid()) != ZOMBIE;
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

    private static void signal(String signal, Collection<ProcessHandle> targets)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -\"$@\"", "sh", signal));
        targets.stream()
                .filter(ChildProcess::runs)
                .map(target -> Long.toString(target.pid()))
                .forEach(command::add);
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static boolean haveEnded(Collection<ProcessHandle> family) throws InterruptedException {
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

    /// As a letter, as the system has it.
    private static char state(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (Files.notExists(stat)) {
            return UNKNOWN;
        }
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return line.charAt(line.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return ZOMBIE; // it ended while we looked
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
