package dev.atrium.media.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.media.testing.Api;
import dev.atrium.platform.web.Ids;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class StoredFileTest {

    private final StoredFile file = new StoredFile(
            Ids.next(),
            Api.someone("stored-file"),
            new StoredFile.Content("a.pdf", "application/pdf", 1, "0".repeat(64)),
            new StoredFile.Placement(null, false),
            null,
            Instant.EPOCH);

    @Test
    void anAccidentCountsOnce() {
        file.brokeDown(0);
        file.brokeDown(0);

        assertEquals(2, file.deriveAttempts());
    }

    /// With three attempts, a file that took all its time counts as two at least.
    @Test
    void afterATimeOutOneAttemptIsLeft() {
        file.brokeDown(2);
        assertEquals(2, file.deriveAttempts());

        file.brokeDown(2);
        assertEquals(3, file.deriveAttempts());
    }
}
