package dev.atrium.media.derive;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildJvmTest {

    private static final long HEAP = 32 << 20;

    @TempDir
    Path directory = Path.of("");

    /// Shows what a child gets to see.
    static final class Witness {
        public static void main(String[] arguments) throws IOException {
            Files.writeString(
                    Path.of(arguments[0]),
                    System.getenv().keySet() + " " + (Runtime.getRuntime().maxMemory() <= HEAP));
        }
    }

    /// Never ends.
    static final class Hanging {
        public static void main(String[] arguments) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /// Wants more memory than there is.
    static final class Greedy {
        public static void main(String[] arguments) {
            System.exit(new byte[1 << 30].length);
        }
    }

    @Test
    void aChildSeesNothingOfOurEnvironmentAndHasLittleMemory() throws Exception {
        Path seen = directory.resolve("seen");

        child(Duration.ofSeconds(30)).run(Witness.class, directory, List.of(seen.toString()));

        assertEquals("[CLASSPATH] true", Files.readString(seen));
    }

    @Test
    void aChildThatHangsIsKilled() {
        ChildFailedException failure = assertThrows(
                ChildFailedException.class,
                () -> child(Duration.ofMillis(700)).run(Hanging.class, directory, List.of()));

        assertEquals("killed after PT0.7S", failure.getMessage());
        assertTrue(failure.timedOut());
        await().untilAsserted(() -> assertTrue(child(Hanging.class).isEmpty()));
    }

    @Test
    void aChildThatCrashesIsAnAccident() {
        ChildFailedException failure = assertThrows(
                ChildFailedException.class,
                () -> child(Duration.ofSeconds(30)).run(Greedy.class, directory, List.of()));

        assertFalse(failure.timedOut());
    }

    @Test
    void aChildThatIsKilledIsAnAccident() {
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
            try {
                child(Duration.ofSeconds(30)).run(Hanging.class, directory, List.of());
            } catch (IOException | InterruptedException | ChildFailedException e) {
                throw new CompletionException(e);
            }
        });

        await().until(() -> child(Hanging.class).isPresent());
        child(Hanging.class).orElseThrow().destroyForcibly();

        CompletionException failure = assertThrows(CompletionException.class, run::join);
        assertTrue(String.valueOf(failure.getCause()).endsWith("ended with exit code 137"));
    }

    private static ChildJvm child(Duration timeLimit) {
        return new ChildJvm(System.getProperty("java.class.path"), HEAP, timeLimit);
    }

    private static Optional<ProcessHandle> child(Class<?> program) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(program.getName()))
                .findAny();
    }
}
