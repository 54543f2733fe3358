package dev.atrium.media.derive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program in a JVM of its own: with little memory, without our environment (which holds secrets),
/// in a directory of its own, and not for long.
///
/// @param classPath as the environment variable `CLASSPATH` takes it
/// @param heapBytes most heap
/// @param timeLimit after which it is killed
record ChildJvm(String classPath, long heapBytes, Duration timeLimit) {

    /// Waits for the program's end; blocking.
    ///
    /// @param program its class, with a `main`
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
        Process process = builder.start();
        try {
            if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ChildFailedException.after(timeLimit);
            }
            if (process.exitValue() != 0) {
                throw new ChildFailedException("ended with exit code " + process.exitValue());
            }
        } finally {
            process.destroyForcibly();
            process.getOutputStream().close();
        }
    }

    private List<String> command(Class<?> program, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapBytes,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + directory,
                "-Duser.home=" + directory,
                "-Dthumbnailator.conserveMemoryWorkaround=true",
                program.getName()));
        command.addAll(arguments);
        return command;
    }
}
