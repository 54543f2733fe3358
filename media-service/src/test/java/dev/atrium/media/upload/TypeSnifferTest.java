package dev.atrium.media.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.media.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TypeSnifferTest {

    private final TypeSniffer sniffer = new TypeSniffer();

    @TempDir
    Path directory = Path.of("");

    @Test
    void theBytesDecide() throws IOException {
        assertType("image/png", "a.txt", Samples.png(2, 2));
        assertType("image/jpeg", "a.png", Samples.picture("jpg", 2, 2));
        assertType("image/gif", "a", Samples.picture("gif", 2, 2));
        assertType("image/bmp", "a", Samples.picture("bmp", 2, 2));
        assertType("application/pdf", "a.html", Samples.pdf(List.of("Hello")));
        assertType("application/zip", "a.png", Samples.zip());
        assertType("text/html", "a.txt", Samples.utf8("<!DOCTYPE html><html><body>x</body></html>"));
        assertType("image/svg+xml", "a.png", Samples.utf8("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
        assertType("application/octet-stream", "a.png", new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
    }

    @Test
    void theNameOnlyTellsTextsApart() throws IOException {
        assertType("text/plain", "a.txt", Samples.utf8("Hello, world"));
        assertType("text/plain", "a.html", Samples.utf8("Hello, world"));
        assertType("text/plain", "a.exe", Samples.utf8("Hello, world"));
        assertType("text/markdown", "a.MD", Samples.utf8("# Hello"));
        assertType("text/csv", "a.csv", Samples.utf8("a,b\n1,2"));
    }

    private void assertType(String type, String name, byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("bytes"), bytes);

        assertEquals(type, sniffer.sniff(file, name));
    }
}
