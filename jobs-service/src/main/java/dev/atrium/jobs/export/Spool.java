package dev.atrium.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.render.Book;
import dev.atrium.platform.web.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/// Collected items on this node's disk, to be gone through by renderers.
///
/// @param lines as pieces have them
/// @param progress is told every 100 items how many were gone through, and ends the rendering by an exception
record Spool(Path lines, IntConsumer progress) implements Book.Items {

    private static final int STRIDE = 100;

    /// @throws InterruptedIOException if the thread was interrupted
    @Override
    public void forEach(Book.Each each) throws IOException {
        int done = 0;
        try (BufferedReader reader = Files.newBufferedReader(lines)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (Thread.interrupted()) {
                    throw new InterruptedIOException("the rendering was interrupted");
                }
                int space = line.indexOf(' ');
                each.item(
                        Book.Kind.valueOf(line.substring(0, space)),
                        Json.read(line.substring(space + 1), JsonNode.class));
                done++;
                if (done % STRIDE == 0) {
                    progress.accept(done);
                }
            }
        }
    }
}
