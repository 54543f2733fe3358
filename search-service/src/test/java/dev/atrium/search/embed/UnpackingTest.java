package dev.atrium.search.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpackingTest {

    private static final String RESOURCE = "/all-minilm-l6-v2-q-tokenizer.json";

    @TempDir
    Path directory;

    @Test
    void aFileIsReplacedAsAWhole() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("deep"));
        Path file = deep.resolve("all-minilm-l6-v2-q-tokenizer.json");
        Files.writeString(file, "half of an older one");
        Files.writeString(deep.resolve("all-minilm-l6-v2-q-tokenizer.json.partial"), "killed here");

        assertEquals(file, Unpacking.unpack(RESOURCE, deep));

        try (InputStream content = Unpacking.resource(RESOURCE);
                Stream<Path> files = Files.list(deep)) {
            assertArrayEquals(content.readAllBytes(), Files.readAllBytes(file));
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void anAbsentResourceIsNamed() {
        assertThrows(FileNotFoundException.class, () -> Unpacking.unpack("/nothing", directory));
    }
}
