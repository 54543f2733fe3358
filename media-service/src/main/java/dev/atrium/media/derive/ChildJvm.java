package dev.atrium.media.derive;

import dev.atrium.media.derive.child.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Runs a program in a JVM of its own: with little memory, without our environment (which holds secrets),
/// in a directory of its own, and not for long. Where there is `prlimit`, as on almost any Linux, that bounds also what
/// libraries take beside the heap: what a picture inside of a document wants, nobody can tell before.
///
/// @param classPath as the environment variable `CLASSPATH` takes it
/// @param heapBytes most heap
/// @param timeLimit after which it is killed
record ChildJvm(String classPath, long heapBytes, Duration timeLimit) {

    /// Exit codes of what was ended by SIGKILL, as a machine does that has no memory left, and by SIGTERM. No
    /// JVM ends itself so.
    private static final Set<Integer> KILLED = Set.of(128 + 9, 128 + 15);

    /// How long the machine may need to take back what a child had that was killed.
    private static final Duration DYING = Duration.ofSeconds(10);

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /// Beside the heap: 50 MiB of the JVM itself, and what decoders keep.
    private static final long NATIVE_BYTES = 192L << 20;

    private static final Logger LOG = Logger.getLogger(ChildJvm.class);

    /// Waits for the program's end, also where it must be killed; blocking.
    ///
    /// @param program its class, with a `main`, which makes the file [WorkDirectory#begun] first
    /// @param directory where it works and keeps temporary files
    /// @throws ChildFailedException unless it ends in time with exit code 0
    void run(Class<?> program, Path directory, List<String> arguments)
            throws IOException, InterruptedException, ChildFailedException {
        ProcessBuilder builder = new ProcessBuilder(command(program, directory, arguments))
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        // Not an argument, so that the command line stays short enough to be seen in a list of processes.
        builder.environment().put("CLASSPATH", classPath);
        Process process = start(builder);
        try {
            if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ChildFailedException.after(timeLimit, hasBegun(directory));
            }
            if (process.exitValue() != 0) {
                boolean itself = hasBegun(directory) && !KILLED.contains(process.exitValue());
                throw new ChildFailedException(
                        "ended with exit code " + process.exitValue(),
                        itself ? ChildFailedException.Blame.CRASH : ChildFailedException.Blame.MACHINE);
            }
        } finally {
            process.getOutputStream().close();
            // Until it has gone it holds memory, and may make files.
            if (!process.destroyForcibly().waitFor(DYING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("a child that was killed is still there: pid=%d", process.pid());
            }
        }
    }

    private static Process start(ProcessBuilder builder) throws ChildFailedException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ChildFailedException("not started: " + e.getMessage(), ChildFailedException.Blame.MACHINE);
        }
    }

    private static boolean hasBegun(Path directory) {
        return Files.exists(new WorkDirectory(directory).begun(), LinkOption.NOFOLLOW_LINKS);
    }

    private List<String> command(Class<?> program, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(PRLIMIT)) {
            command.addAll(List.of(PRLIMIT.toString(), "--data=" + (heapBytes + NATIVE_BYTES)));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapBytes,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + directory,
                "-Duser.home=" + directory,
                program.getName()));
        command.addAll(arguments);
        return command;
    }
}
