package dev.atrium.media.derive.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.testing.Samples;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In a JVM of its own, as it may end that.
final class PdfRecipeTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void textIsNotLostToAPageThatIsDrawnForEver() throws Exception {
        WorkDirectory work = new WorkDirectory(directory);
        Files.write(work.input(), Samples.pdfThatIsDrawnForEver("What counts is the text"));

        // Less than drawing may take.
        assertEquals(0, child(work, Duration.ofSeconds(12)));

        assertTrue(Files.readString(work.text()).contains("What counts is the text"));
        assertFalse(Files.exists(work.thumbnail()));
    }

    /// @return its exit code
    private static int child(WorkDirectory work, Duration timeLimit) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(timeLimit);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx128m",
                        DeriveProgram.class.getName(),
                        Recipe.PDF.name(),
                        work.directory().toString(),
                        Long.toString(end.toEpochMilli()),
                        "1",
                        "10",
                        "1000"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS), "it would have been killed");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
