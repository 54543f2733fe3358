package dev.atrium.media.file;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.media.storage.ObjectKey;
import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.Bucket;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.MediaEvents;
import dev.atrium.media.testing.MediaStack;
import dev.atrium.media.testing.RoomLog;
import dev.atrium.media.testing.Rows;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@ComponentTest
final class DeletionTest {

    private final Caller owner = Api.someone("deletion-a");
    private final Caller colleague = Api.someone("deletion-a");

    @Test
    void deletedFileIsGoneWithItsBytesAndOthersAreTold() {
        String text = "gone " + owner.subject();
        String file = Api.upload(owner, "a.txt", Samples.utf8(text));
        Api.derive(owner, file).expect(200);
        String sha256 = as(owner).get("/api/files/{id}", file).path("sha256");

        as(owner).delete("/api/files/{id}", file).expect(204);

        as(owner).get("/api/files/{id}", file).expect(404);
        as(owner).get("/api/files/{id}/content", file).expect(404);
        as(owner).delete("/api/files/{id}", file).expect(404);
        Api.derive(owner, file).expect(404);
        await().untilAsserted(() ->
                assertFalse(Bucket.has(content(sha256)) || Bucket.has(thumbnail(file)) || Bucket.has(text(file))));
        try (MediaEvents events = MediaEvents.fromTheBeginning()) {
            assertEquals(
                    Event.FileDeleted.class,
                    MediaEvents.decoded(events.about(file, 4).getLast()).event().getClass());
        }
    }

    /// It may just have been reset, or a try be under way that was overtaken.
    @Test
    void whatIsDerivedLateFromAFileThatWasReadyGoesToo() {
        String tenant = "deletion-" + UUID.randomUUID();
        Caller somebody = Api.someone(tenant);
        String file = Api.upload(somebody, "a.txt", Samples.utf8("gone " + tenant));
        Api.derive(somebody, file).expect(200);

        as(somebody).delete("/api/files/{id}", file).expect(204);

        assertEquals(3, Rows.lateRemovals(tenant));
    }

    @Test
    void theAuditTrailIsToldOfWhatIsPublishedAndDeleted() {
        String file = Api.uploadPublicly(owner, "a.txt", Samples.utf8("for all " + owner.subject()));
        String own = Api.upload(owner, "b.txt", Samples.utf8("for me " + owner.subject()));
        for (String one : List.of(file, own)) {
            as(owner).delete("/api/files/{id}", one).expect(204);
            as(owner).delete("/api/files/{id}", one).expect(404);
        }

        try (MediaEvents events = MediaEvents.fromTheBeginning(Topic.AUDIT_EVENTS)) {
            assertEquals(List.of("file.publish", "file.delete"), deeds(events.about(file, 2)));
            assertEquals(List.of("file.delete"), deeds(events.about(own, 1)));
        }
    }

    @Test
    void bytesStayAsLongAsAnotherFileHasThem() {
        String text = "shared " + owner.subject();
        String first = Api.upload(owner, "a.txt", Samples.utf8(text));
        String second = Api.upload(colleague, "b.txt", Samples.utf8(text));

        as(owner).delete("/api/files/{id}", first).expect(204);

        assertEquals(text, as(colleague).get("/api/files/{id}/content", second).text());
        as(colleague).delete("/api/files/{id}", second).expect(204);
        String third = Api.upload(owner, "c.txt", Samples.utf8(text));
        assertEquals(text, as(owner).get("/api/files/{id}/content", third).text());
    }

    @Test
    void whoUploadedItDeletesItAndNoOtherReaderDoes() {
        String room = RoomLog.create(owner, RoomEvent.Visibility.PUBLIC);
        String shared = Api.uploadInto(room, owner, "a.txt", Samples.utf8("Hello"));
        String secret = Api.upload(colleague, "b.txt", Samples.utf8("Hello"));
        String published = Api.uploadPublicly(colleague, "c.txt", Samples.utf8("Hello"));

        await().untilAsserted(() -> as(colleague).get("/api/files/{id}", shared).expect(200));
        as(colleague).delete("/api/files/{id}", shared).expect(403);
        as(owner).delete("/api/files/{id}", secret).expect(404);
        as(owner).delete("/api/files/{id}", published).expect(403);
        Caller reader = TestTokens.caller(colleague.subject(), "deletion-a", "files:read");
        as(reader).delete("/api/files/{id}", secret).expect(403);
        assertEquals(200, as(owner).get("/api/files/{id}", shared).statusCode());
        for (String one : List.of(secret, published)) {
            assertEquals(200, as(colleague).get("/api/files/{id}", one).statusCode());
        }
    }

    @Test
    void whatIsInARoomItsOwnersAndTheOrganisationsAdministratorsDeleteAsWell() {
        String room = RoomLog.create(owner, RoomEvent.Visibility.PUBLIC);
        String board = RoomLog.create(colleague, RoomEvent.Visibility.PRIVATE);
        String first = Api.uploadInto(room, colleague, "a.txt", Samples.utf8("unlawful"));
        String second = Api.uploadInto(board, colleague, "b.txt", Samples.utf8("unlawful"));
        Caller administrator = Api.administrator("deletion-a");

        as(Api.administrator("deletion-b")).delete("/api/files/{id}", second).expect(404);
        as(owner).delete("/api/files/{id}", second).expect(404);
        as(owner).delete("/api/files/{id}", first).expect(204);
        as(administrator).delete("/api/files/{id}", second).expect(204);

        as(colleague).get("/api/files/{id}", first).expect(404);
        as(colleague).get("/api/files/{id}", second).expect(404);
        try (MediaEvents events = MediaEvents.fromTheBeginning(Topic.AUDIT_EVENTS)) {
            assertEquals(
                    List.of(new Event.Audited(
                            owner.tenant(),
                            owner.actor(),
                            "file.delete",
                            first,
                            Map.of("room", room, "owner", colleague.subject()))),
                    events.about(first, 1).stream()
                            .map(record -> MediaEvents.decoded(record).event())
                            .toList());
        }
        try (MediaEvents events = MediaEvents.fromTheBeginning()) {
            assertEquals(administrator.actor(), deletion(events, second).by());
        }
    }

    /// Also what they do not get to read, whether or not those who uploaded it are still there.
    @Test
    void administratorsDeleteWhatIsInNoRoomAsWell() {
        Caller administrator = Api.administrator("deletion-a");
        String secret = Api.upload(colleague, "a.txt", Samples.utf8("left behind " + colleague.subject()));
        String published = Api.uploadPublicly(colleague, "b.txt", Samples.utf8("unlawful"));
        as(administrator).get("/api/files/{id}", secret).expect(404);

        for (String one : List.of(secret, published)) {
            as(Api.administrator("deletion-b")).delete("/api/files/{id}", one).expect(404);
            as(administrator).delete("/api/files/{id}", one).expect(204);
            as(colleague).get("/api/files/{id}", one).expect(404);
        }

        try (MediaEvents events = MediaEvents.fromTheBeginning(Topic.AUDIT_EVENTS)) {
            assertEquals(
                    new Event.Audited(
                            owner.tenant(),
                            administrator.actor(),
                            "file.delete",
                            secret,
                            Map.of("owner", colleague.subject())),
                    MediaEvents.decoded(events.about(secret, 1).getFirst()).event());
        }
    }

    @Test
    void whatIsInTheCommonsTheOperatorDeletes() {
        Caller somebody = Api.someone("commons");
        Caller operator = Api.administrator(MediaStack.OPERATORS);
        String file = Api.uploadPublicly(somebody, "a.txt", Samples.utf8("unlawful " + somebody.subject()));
        String elsewhere = Api.uploadPublicly(owner, "b.txt", Samples.utf8("Hello"));
        for (Caller other : List.of(
                somebody,
                Api.someone(MediaStack.OPERATORS),
                Api.administrator("deletion-a"),
                Api.administrator("commons"))) {
            as(other).delete("/api/operations/files/{id}", file).expect(404);
        }
        as(operator).delete("/api/operations/files/{id}", elsewhere).expect(404);
        as(operator).delete("/api/operations/files/x").expect(404);

        as(operator).delete("/api/operations/files/{id}", file).expect(204);

        as(somebody).get("/api/files/{id}", file).expect(404);
        as(operator).delete("/api/operations/files/{id}", file).expect(404);
        try (MediaEvents events = MediaEvents.fromTheBeginning()) {
            assertEquals(operator.actor(), deletion(events, file).by());
        }
        try (MediaEvents events = MediaEvents.fromTheBeginning(Topic.AUDIT_EVENTS)) {
            String who = somebody.subject();
            assertEquals(
                    Set.of(
                            deletion(somebody.tenant(), operator, file, Map.of("owner", who)),
                            deletion(operator.tenant(), operator, file, Map.of("owner", who, "tenant", "commons"))),
                    events.about(file, 3).stream()
                            .map(record ->
                                    (Event.Audited) MediaEvents.decoded(record).event())
                            .filter(deed -> deed.action().equals("file.delete"))
                            .collect(Collectors.toSet()));
        }
    }

    private static Event.Audited deletion(TenantId trail, Caller who, String file, Map<String, String> detail) {
        return new Event.Audited(trail, who.actor(), "file.delete", file, detail);
    }

    @Test
    void theCommonsHaveNoAdministrators() {
        Caller somebody = Api.someone("commons");
        String room = RoomLog.create(somebody, RoomEvent.Visibility.PUBLIC);
        String file = Api.uploadInto(room, somebody, "a.txt", Samples.utf8("Hello"));

        as(Api.administrator("commons")).delete("/api/files/{id}", file).expect(403);

        as(somebody).delete("/api/files/{id}", file).expect(204);
    }

    @Test
    void theDissolutionOfTheOrganisationDeletesAllFilesAndNoneOfOthers() {
        String tenant = "deletion-" + UUID.randomUUID();
        Caller somebody = Api.someone(tenant);
        String room = RoomLog.create(somebody, RoomEvent.Visibility.PRIVATE);
        String text = "dissolved " + tenant;
        List<String> all = List.of(
                Api.upload(somebody, "a.txt", Samples.utf8(text)),
                Api.uploadInto(room, somebody, "b.txt", Samples.utf8(text)),
                Api.uploadPublicly(somebody, "c.txt", Samples.utf8("more")));
        String sha256 = as(somebody).get("/api/files/{id}", all.getFirst()).path("sha256");
        String elsewhere = Api.upload(owner, "a.txt", Samples.utf8(text));
        Caller dissolution = dissolution(tenant);

        assertEquals(all, as(dissolution).get("/internal/files").path("items.id"));
        for (String one : all) {
            as(dissolution).get("/api/files/{id}", one).expect(403);
            as(dissolution).get("/internal/files/{id}/content", one).expect(403);
            as(dissolution).delete("/api/files/{id}", one).expect(204);
            as(dissolution).delete("/api/files/{id}", one).expect(404);
            as(somebody).get("/api/files/{id}", one).expect(404);
        }
        as(dissolution).delete("/api/files/{id}", elsewhere).expect(404);

        assertEquals(List.of(), as(dissolution).get("/internal/files").path("items.id"));
        await().untilAsserted(() -> assertFalse(Bucket.has(ObjectKey.content(dissolution.tenant(), sha256)), sha256));
        assertEquals(text, as(owner).get("/api/files/{id}/content", elsewhere).text());
    }

    @Test
    void nobodyElseMayDoSo() {
        String file = Api.upload(owner, "a.txt", Samples.utf8("kept " + owner.subject()));

        as(TestTokens.caller("system:dissolution", "deletion-a", "files:read", "files:write"))
                .delete("/api/files/{id}", file)
                .expect(404);
        as(TestTokens.caller("system:backup", "deletion-a", "files:backup"))
                .delete("/api/files/{id}", file)
                .expect(403);
        as(dissolution("deletion-b")).delete("/api/files/{id}", file).expect(404);
        as(owner).get("/api/files/{id}", file).expect(200);
    }

    private static Caller dissolution(String tenant) {
        return TestTokens.caller("system:dissolution", tenant, "files:dissolve");
    }

    private static Event.FileDeleted deletion(MediaEvents events, String file) {
        return (Event.FileDeleted)
                MediaEvents.decoded(events.about(file, 2).getLast()).event();
    }

    @Test
    void uploadIsTakenBackByItsKeyByItsOwnerOnly() {
        String key = "export:1:pdf:" + "0".repeat(64);
        String file = Api.form(owner, "a.txt", "text/plain", Samples.utf8("taken back"))
                .header("Idempotency-Key", key)
                .post("/api/upload")
                .expect(201)
                .path("id");

        as(colleague).delete("/internal/uploads/{key}", key).expect(204);
        as(TestTokens.caller(owner.subject(), "deletion-a", "files:read"))
                .delete("/internal/uploads/{key}", key)
                .expect(403);
        as(owner).get("/api/files/{id}", file).expect(200);

        as(owner).delete("/internal/uploads/{key}", key).expect(204);

        as(owner).get("/api/files/{id}", file).expect(404);
        as(owner).delete("/internal/uploads/{key}", key).expect(204);
    }

    /// Nobody may take away bytes that somebody else uploads at the same moment.
    @Test
    void uploadsAndDeletionsOfTheSameBytesDoNotHurtEachOther() {
        byte[] bytes = Samples.utf8("contended " + owner.subject());
        List<Caller> several = Stream.generate(() -> Api.someone("deletion-contended"))
                .limit(4)
                .toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> histories = several.stream()
                    .map(one -> CompletableFuture.runAsync(() -> uploadAndDelete(one, bytes), threads))
                    .toList();
            histories.forEach(CompletableFuture::join);
        }

        String last = Api.upload(several.getFirst(), "a.txt", bytes);
        await().untilAsserted(() -> assertEquals(0, Rows.bytesToRemove("deletion-contended")));
        assertArrayEquals(
                bytes,
                as(several.getFirst()).get("/api/files/{id}/content", last).bytes());
    }

    private static void uploadAndDelete(Caller caller, byte[] bytes) {
        for (int i = 0; i < 8; i++) {
            String file = Api.upload(caller, "a.txt", bytes);
            assertArrayEquals(
                    bytes, as(caller).get("/api/files/{id}/content", file).bytes());
            as(caller).delete("/api/files/{id}", file).expect(204);
        }
    }

    private ObjectKey content(String sha256) {
        return ObjectKey.content(owner.tenant(), sha256);
    }

    private ObjectKey thumbnail(String file) {
        return ObjectKey.derived(owner.tenant(), UUID.fromString(file), 0, "thumbnail.png");
    }

    /// What the owner did.
    private List<String> deeds(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> MediaEvents.decoded(record).event())
                .map(Event.Audited.class::cast)
                .filter(deed -> deed.actor().equals(owner.actor()))
                .map(Event.Audited::action)
                .toList();
    }

    private ObjectKey text(String file) {
        return ObjectKey.derived(owner.tenant(), UUID.fromString(file), 0, "text.txt");
    }
}
