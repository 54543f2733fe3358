package dev.atrium.media.derive;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.derive.child.WorkDirectory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
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
        public static void main(String[] arguments) throws IOException, InterruptedException {
            begin();
            new CountDownLatch(1).await();
        }
    }

    /// Ends before it works.
    static final class Failing {
        public static void main(String[] arguments) {
            System.exit(1);
        }
    }

    /// Does not come to work.
    static final class Stuck {
        public static void main(String[] arguments) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /// Wants more memory than there is.
    static final class Greedy {
        public static void main(String[] arguments) throws IOException {
            begin();
            System.exit(new byte[1 << 30].length);
        }
    }

    @Test
    void aChildSeesNothingOfOurEnvironmentAndHasLittleMemory() throws Exception {
        Path seen = directory.resolve("seen");

        child(Duration.ofSeconds(30)).run(Witness.class, directory, List.of(seen.toString()));

        assertEquals("[CLASSPATH] true", Files.readString(seen));
    }

    /// Takes memory that is not of the heap.
    static final class NativelyGreedy {
        public static void main(String[] arguments) throws IOException {
            begin();
            try (Arena arena = Arena.ofConfined()) {
                arena.allocate(1L << 30);
            }
        }
    }

    @Test
    void aChildHasLittleMemoryBesideItsHeap() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")));

        ChildFailedException failure = failure(child(Duration.ofSeconds(30)), NativelyGreedy.class);

        assertEquals(ChildFailedException.Blame.CRASH, failure.blame());
    }

    @Test
    void aChildThatHangsIsKilled() {
        ChildFailedException failure = assertThrows(
                ChildFailedException.class,
                () -> child(Duration.ofMillis(700)).run(Hanging.class, directory, List.of()));

        assertEquals("killed after PT0.7S", failure.getMessage());
        assertTrue(child(Hanging.class).isEmpty());
    }

    @Test
    void aChildThatCrashesIsAnAccident() {
        ChildFailedException failure = assertThrows(
                ChildFailedException.class,
                () -> child(Duration.ofSeconds(30)).run(Greedy.class, directory, List.of()));

        assertEquals(ChildFailedException.Blame.CRASH, failure.blame());
    }

    @Test
    void aChildThatDoesNotComeToWorkIsNoFaultOfTheFile() {
        assertEquals(
                ChildFailedException.Blame.MACHINE,
                failure(child(Duration.ofSeconds(30)), Failing.class).blame());
        assertEquals(
                ChildFailedException.Blame.MACHINE,
                failure(child(Duration.ofMillis(1)), Stuck.class).blame());
    }

    @Test
    void aChildThatCannotBeStartedIsNoFaultOfTheFile() {
        ChildFailedException failure = assertThrows(
                ChildFailedException.class,
                () -> child(Duration.ofSeconds(30)).run(Witness.class, directory.resolve("absent"), List.of()));

        assertEquals(ChildFailedException.Blame.MACHINE, failure.blame());
    }

    @Test
    void aChildThatHadItsWholeTimeMayBeTheFilesFault() throws IOException {
        begin(directory);

        assertEquals(
                ChildFailedException.Blame.TIME_OUT,
                failure(child(Duration.ofMillis(1)), Stuck.class).blame());
    }

    @Test
    void aChildThatIsKilledIsNoFaultOfTheFile() {
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
            try {
                child(Duration.ofSeconds(30)).run(Hanging.class, directory, List.of());
            } catch (IOException | InterruptedException | ChildFailedException e) {
                throw new CompletionException(e);
            }
        });

        await().until(() -> Files.exists(new WorkDirectory(directory).begun()));
        child(Hanging.class).orElseThrow().destroyForcibly();

        ChildFailedException failure = assertInstanceOf(
                ChildFailedException.class,
                assertThrows(CompletionException.class, run::join).getCause());
        assertEquals("ended with exit code 137", failure.getMessage());
        assertEquals(ChildFailedException.Blame.MACHINE, failure.blame());
    }

    private ChildFailedException failure(ChildJvm child, Class<?> program) {
        return assertThrows(ChildFailedException.class, () -> child.run(program, directory, List.of()));
    }

    /// In the working directory.
    private static void begin() throws IOException {
        begin(Path.of(""));
    }

    private static void begin(Path directory) throws IOException {
        Files.write(new WorkDirectory(directory).begun(), new byte[0]);
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
