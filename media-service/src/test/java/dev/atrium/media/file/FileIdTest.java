package dev.atrium.media.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.web.Ids;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileIdTest {

    @Test
    void anIdIsReadAsItIsWritten() {
        UUID id = Ids.next();

        assertEquals(Optional.of(id), FileId.parse(id.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-1-1-1-1", "0196F3A0-0000-7000-8000-000000000000", "../../etc/passwd"})
    void nothingElseIsAnId(String text) {
        assertTrue(FileId.parse(text).isEmpty());
    }
}
