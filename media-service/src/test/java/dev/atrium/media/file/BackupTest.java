package dev.atrium.media.file;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.media.testing.Api.form;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.MediaEvents;
import dev.atrium.media.testing.Rows;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// What backups read of files, and how they come back.
@ComponentTest
final class BackupTest {

    private final String tenant = "backup-" + UUID.randomUUID().toString().substring(0, 8);
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller reader = TestTokens.caller("user:boss", tenant, "files:backup");
    private final Caller restorer = TestTokens.caller("user:boss", tenant, "files:restore");

    @Test
    void allFilesOfTheTenantAreToldWhoeverOwnsThem() {
        String first = Api.upload(ada, "a.txt", Samples.utf8("Hello"));
        String second = Api.upload(Api.user(tenant, "bob"), "b.txt", Samples.utf8("Hi"));

        as(reader)
                .get("/internal/files")
                .expect(200)
                .body("items.id", contains(first, second))
                .body("items.owner.subject", contains("user:ada", "user:bob"));
        String cursor = as(reader).get("/internal/files?limit=1").path("nextCursor");
        as(reader).get("/internal/files?limit=1&cursor={c}", cursor).body("items.id", contains(second));
        assertArrayEquals(
                Samples.utf8("ell"),
                as(reader)
                        .header("Range", "bytes=1-3")
                        .get("/internal/files/{id}/content", first)
                        .bytes());
    }

    @Test
    void filesAreToldToBackupsOfTheirTenantOnly() {
        String file = Api.upload(ada, "a.txt", Samples.utf8("Hello"));

        as(ada).get("/internal/files").expect(403);
        as(TestTokens.caller("user:boss", tenant + "x", "files:backup"))
                .get("/internal/files/{id}/content", file)
                .expect(404);
    }

    @Test
    void aFileComesBackOnceWithItsOwnerAndTime() {
        String id = Ids.next().toString();

        restore(restorer, id, "Hello").expect(200).body("type", equalTo("text/plain"));
        restore(restorer, id, "Hello").expect(200);
        restore(restorer, id, "Other").expect(409);
        restore(ada, id, "Hello").expect(403);

        as(ada).get("/api/files/{id}", id)
                .expect(200)
                .body("name", equalTo("Grüße.txt"))
                .body("createdAt", equalTo("2020-01-01T00:00:00Z"))
                .body("roomId", nullValue());
        as(Api.someone(tenant)).get("/api/files/{id}", id).expect(404);
        assertEquals(1, Rows.files(tenant));
    }

    @Test
    void aFileThatComesBackIsStoredOnceMoreAndDeletingItTakesAwayNoMore() {
        String id = Ids.next().toString();

        restore(restorer, id, "Hello").expect(200);
        restore(restorer, id, "Hello").expect(200);
        String other = Ids.next().toString();
        restore(restorer, other, "Hello, all").expect(200);

        try (MediaEvents usage = MediaEvents.fromTheBeginning(Topic.USAGE_EVENTS)) {
            usage.about(tenant, 2);
            assertEquals(List.of(5L, 10L), stored(usage.allAbout(tenant)));
        }
        as(ada).delete("/api/files/{id}", id).expect(204);
        try (MediaEvents events = MediaEvents.fromTheBeginning()) {
            Event deleted = MediaEvents.decoded(events.about(id, 1).getFirst()).event();
            assertEquals(5, ((Event.FileDeleted) deleted).file().sizeBytes());
        }
    }

    private static List<Long> stored(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> (Event.UsageReported) MediaEvents.decoded(record).event())
                .flatMap(report -> report.amounts().stream())
                .filter(amount -> amount.meter().equals("stored-bytes"))
                .map(Event.UsageReported.Amount::amount)
                .sorted()
                .toList();
    }

    private static Answer restore(Caller caller, String id, String text) {
        return form(caller, "content", "application/octet-stream", Samples.utf8(text))
                .part("name", "Grüße.txt")
                .part("owner", "user:ada")
                .part("handle", "ada")
                .part("createdAt", "2020-01-01T00:00:00Z")
                .post("/internal/restored-files/{id}", id);
    }
}
