package dev.atrium.jobs.backup;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.store.HeldStore;
import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What room-service and media-service are asked is answered by a stand-in; all else is real.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class BackupTest {

    private static final int FILE_BYTES = 1_000_000;

    @SuppressWarnings("NullAway.Init")
    StandIn services;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    @Inject
    BackupUpkeep upkeep;

    @Inject
    ObjectStore store;

    private final String tenant = Api.freshTenant();
    private final Caller boss = admin(tenant);
    private final byte[] content = new byte[FILE_BYTES];

    static Caller admin(String tenant) {
        Set<String> scopes = new HashSet<>(Api.admin(tenant).scopes());
        scopes.addAll(Set.of("rooms:read", "rooms:write", "files:read", "files:write"));
        return new Caller("user:boss", new TenantId(tenant), "boss", Set.of("admin"), scopes);
    }

    @BeforeEach
    void thereIsARoomAndAFile() {
        new Random(1).nextBytes(content);
        String room = Archives.ROOM;
        services.onRequest(
                "/internal/rooms",
                asked -> asked.query().contains("cursor")
                        ? new StandIn.Reply.Answer(200, "{\"items\":[]}")
                        : new StandIn.Reply.Answer(200, "{\"items\":[{\"id\":\"" + room + "\"}]}"));
        services.on(
                "/internal/rooms/" + room,
                200,
                "{\"id\":\"" + room
                        + "\",\"name\":\"Kitchen\",\"kind\":\"chat\",\"visibility\":\"public\",\"everyone\":\"editor\","
                        + "\"createdAt\":\"2020-01-01T00:00:00Z\",\"lastSequence\":250,\"members\":[]}");
        services.onRequest("/internal/rooms/" + room + "/events", this::events);
        services.onRequest(
                "/internal/files",
                asked -> asked.query().contains("cursor")
                        ? new StandIn.Reply.Answer(200, "{\"items\":[]}")
                        : new StandIn.Reply.Answer(200, "{\"items\":[" + file() + "]}"));
        services.onRequest("/internal/files/" + Archives.FILE + "/content", this::content);
    }

    private String file() {
        return """
                {"id":"%s","name":"a.bin","sizeBytes":%d,"sha256":"%s","createdAt":"2020-01-01T00:00:00Z",
                 "owner":{"subject":"user:ada","handle":"ada"}}""".formatted(Archives.FILE, FILE_BYTES, Sha256.hex(content));
    }

    /// 250 events, 100 a page.
    private StandIn.Reply events(StandIn.Asked asked) {
        int after = Integer.parseInt(asked.query().replaceFirst(".*after=([0-9]+).*", "$1"));
        int last = Math.min(250, after + 100);
        StringBuilder items = new StringBuilder();
        for (int i = after + 1; i <= last; i++) {
            items.append(items.isEmpty() ? "" : ",").append(Archives.message(i));
        }
        String next = last < 250 ? ",\"next\":" + last : "";
        return new StandIn.Reply.Answer(200, "{\"items\":[" + items + "]" + next + "}");
    }

    private StandIn.Reply content(StandIn.Asked asked) {
        String[] range = asked.header("range").replace("bytes=", "").split("-");
        return new StandIn.Reply.Bytes(
                206, Arrays.copyOfRange(content, Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1));
    }

    @Test
    void aBackupIsAWholeArchiveThatCanBeDownloadedAndUploaded() throws Exception {
        String id =
                make(boss, "{}").expect(202).body("status", equalTo("running")).path("id");

        awaitStatus(id, "complete");
        Answer view = Api.get(boss, "/api/backups/" + id)
                .body("rooms", equalTo(1))
                .body("events", equalTo(250))
                .body("files", equalTo(1))
                .body("error", nullValue());
        byte[] archive = Api.as(boss).get(view.<String>path("content")).bytes();
        assertEquals(view.<Number>path("sizeBytes").longValue(), archive.length);
        assertEquals(new Format.Counts(1, 250, 1, 4), new ArchiveCheck(new ByteArrayInputStream(archive)).check());
        assertArrayEquals(
                Arrays.copyOfRange(archive, 300_000, archive.length),
                Api.as(boss)
                        .header("Range", "bytes=300000-")
                        .get("/api/backups/" + id + "/content")
                        .expect(206)
                        .bytes());
        assertTrue(database.number(tenant, "select count(*) from backup_segment") > 3);
        assertEquals(
                "Your backup is ready /?inbox {\"backup\":\"" + id + "\"}",
                database.text(
                        tenant,
                        "select title || ' ' || link || ' ' || data from notification where recipient = 'user:boss'"));

        String elsewhere = Api.freshTenant();
        String uploaded = upload(admin(elsewhere), archive)
                .expect(201)
                .body("events", equalTo(250))
                .path("id");
        assertArrayEquals(
                archive,
                Api.as(admin(elsewhere))
                        .get("/api/backups/" + uploaded + "/content")
                        .bytes());
    }

    @Test
    void theAuditTrailTellsOnceWhoMadeTookAndDeletedABackup() {
        String id = keyedUpload("k1", Archives.whole()).expect(201).path("id");
        keyedUpload("k1", Archives.whole()).expect(200);
        String content = "/api/backups/" + id + "/content";
        Api.get(boss, content).expect(200);
        Api.as(boss).header("Range", "bytes=512-").get(content).expect(206);
        Api.delete(boss, "/api/backups/" + id).expect(204);
        Api.delete(boss, "/api/backups/" + id).expect(404);
        String made = keyed("k2", "{\"keep\":3}").expect(202).path("id");
        keyed("k2", "{\"keep\":3}").expect(200);
        awaitStatus(made, "complete");
        String workflow = Api.post(boss, "/api/workflow/start", "{\"type\":\"backup\",\"input\":{}}")
                .expect(202)
                .path("id");

        await().untilAsserted(() -> assertEquals(
                List.of(
                        "user:boss backup.upload {sha256=" + Sha256.hex(Archives.whole()) + "}",
                        "user:boss backup.download {from=0}",
                        "user:boss backup.download {from=512}",
                        "user:boss backup.delete {}",
                        "user:boss backup.create {keep=3, workflow="
                                + database.text(tenant, "select workflow from backup where keep = 3") + "}",
                        "user:boss backup.create {workflow=" + workflow + "}"),
                kafka.deeds(tenant)));
    }

    @Test
    void whatIsAskedOfOthersIsAskedAsTheServiceItself() {
        String id = make(boss, "{}").expect(202).path("id");
        awaitStatus(id, "complete");

        StandIn.Asked asked = services.asked("/internal/rooms").getLast();
        String claims = new String(
                java.util.Base64.getUrlDecoder()
                        .decode(asked.header("authorization").split("\\.")[1]),
                java.nio.charset.StandardCharsets.UTF_8);
        JsonNode token = Json.read(claims, JsonNode.class);
        assertEquals("system:backup", token.path("sub").asText());
        assertTrue(token.path("scope").asText().contains("rooms:backup"));
    }

    @Test
    void onlyAdminsOfTheOrganisationHaveIt() {
        String id = make(boss, "{}").expect(202).path("id");
        awaitStatus(id, "complete");
        Caller member = Api.user(tenant, "bob");
        Caller stranger = admin(Api.freshTenant());

        make(member, "{}").expect(403);
        make(Api.admin(tenant), "{}").expect(403).body("detail", containsString("rooms:read"));
        Api.post(member, "/api/workflow/start", "{\"type\":\"backup\",\"input\":{}}")
                .expect(403);
        Api.as(member)
                .contentType("application/json")
                .body("{\"cron\":\"0 3 * * *\",\"type\":\"backup\",\"input\":{\"keep\":3}}")
                .put("/api/schedules/nightly")
                .expect(403);
        Api.get(member, "/api/backups").expect(403);
        Api.get(member, "/api/backups/" + id + "/content").expect(403);
        Api.get(stranger, "/api/backups/" + id).expect(404);
        Api.get(stranger, "/api/backups/" + id + "/content").expect(404);
        Api.delete(stranger, "/api/backups/" + id).expect(404);
        Api.get(stranger, "/api/backups").expect(200).body("items.size()", equalTo(0));
    }

    @Test
    void theSameKeyIsTheSameBackup() {
        String id = keyed("k1", "{}").expect(202).path("id");

        assertEquals(id, keyed("k1", "{}").expect(200).<String>path("id"));
        keyed("k1", "{\"keep\":3}").expect(422);
        awaitStatus(id, "complete");
    }

    @Test
    void aCompleteBackupStaysAsItIs() throws Exception {
        String id = keyed("k2", "{}").expect(202).path("id");
        awaitStatus(id, "complete");
        String workflow = Api.get(boss, "/api/backups/" + id).path("workflow");
        byte[] archive = Api.as(boss).get("/api/backups/" + id + "/content").bytes();

        // It ends a moment after what it has made.
        await().until(() -> Api.get(boss, workflow).path("status").equals("complete"));
        Api.post(boss, workflow + "/restart", "{}").expect(200);
        await().until(() -> Api.get(boss, workflow).path("status").equals("failed"));
        upkeep.run();

        Api.get(boss, "/api/backups/" + id).body("status", equalTo("complete")).body("error", nullValue());
        assertArrayEquals(
                archive, Api.as(boss).get("/api/backups/" + id + "/content").bytes());
        keyed("k2", "{}").expect(200).body("id", equalTo(id));
        Api.delete(boss, "/api/backups/" + id).expect(204);
        keyed("k2", "{}").expect(422).body("detail", containsString("was deleted"));
    }

    @Test
    void whatIsDeletedAfterAFailureIsMadeAnew() throws Exception {
        services.on("/internal/files", 404, "{}");
        String id = make(boss, "{}").expect(202).path("id");
        awaitStatus(id, "failed");
        String workflow = Api.get(boss, "/api/backups/" + id).path("workflow");
        await().until(() -> Api.get(boss, workflow).path("status").equals("failed"));
        upkeep.run();
        assertEquals(1, database.number(tenant, "select count(*) from backup where cleared"));
        thereIsARoomAndAFile();

        Api.post(boss, workflow + "/restart", "{\"from\":\"segment-0\"}").expect(200);
        await().until(() -> {
            Answer instance = Api.get(boss, workflow);
            return instance.path("status").equals("failed")
                    && instance.<String>path("error").contains("from its beginning");
        });
        Api.post(boss, workflow + "/restart", "{}").expect(200);

        awaitStatus(id, "complete");
        Api.get(boss, "/api/backups/" + id).body("error", nullValue());
        byte[] archive = Api.as(boss).get("/api/backups/" + id + "/content").bytes();
        assertEquals(new Format.Counts(1, 250, 1, 4), new ArchiveCheck(new ByteArrayInputStream(archive)).check());
    }

    @Test
    void whatIsBeingDeletedHoldsNobodyUpAndIsMadeAnewAfterwards() throws Exception {
        services.on("/internal/files", 404, "{}");
        String id = make(boss, "{}").expect(202).path("id");
        awaitStatus(id, "failed");
        String workflow = Api.get(boss, "/api/backups/" + id).path("workflow");
        await().until(() -> Api.get(boss, workflow).path("status").equals("failed"));
        thereIsARoomAndAFile();
        BackupKey key = new BackupKey(new TenantId(tenant), UUID.fromString(id));
        HeldStore held = HeldStore.install(key.folder());
        FutureTask<Boolean> chore = new FutureTask<>(() -> {
            upkeep.run();
            return true;
        });
        Thread.startVirtualThread(chore);
        held.awaitAsked();

        Api.post(boss, workflow + "/restart", "{}").expect(200);
        await().until(() -> database.number(
                        tenant,
                        "select count(*) from workflow_step where name = 'begin' and error like '%being deleted'")
                == 1);
        upkeep.run();
        held.letGoOn();

        assertTrue(chore.get());
        awaitStatus(id, "complete");
        byte[] archive = Api.as(boss).get("/api/backups/" + id + "/content").bytes();
        assertEquals(new Format.Counts(1, 250, 1, 4), new ArchiveCheck(new ByteArrayInputStream(archive)).check());
    }

    @Test
    void anOrganisationUploadsOneAtATime() {
        String other = UUID.randomUUID().toString();
        database.update(
                tenant,
                "insert into backup (tenant, id, workflow, subject, created_at, status)"
                        + " values (?, ?, '', 'user:boss', now(), 'receiving')",
                tenant,
                UUID.fromString(other));

        upload(boss, Archives.whole()).expect(409).body("detail", containsString("delete it"));
        Api.delete(boss, "/api/backups/" + other).expect(204);
        String id = upload(boss, Archives.whole()).expect(201).path("id");

        Api.as(boss)
                .header("Range", "bytes=999999-")
                .get("/api/backups/" + id + "/content")
                .expect(416)
                .header("Content-Range", "bytes */" + Archives.whole().length);
        Api.post(boss, "/api/workflow/start", "{\"type\":\"backup\",\"id\":\"backup:x\",\"input\":{}}")
                .expect(400);
    }

    @Test
    void anAdminSchedulesItAndOldOnesGo() throws Exception {
        Api.as(boss)
                .contentType("application/json")
                .body("{\"cron\":\"0 3 * * *\",\"type\":\"backup\",\"input\":{\"keep\":1}}")
                .put("/api/schedules/nightly")
                .expect(201);
        String stays = make(boss, "{}").path("id");
        awaitStatus(stays, "complete");
        String first = make(boss, "{\"keep\":1}").path("id");
        awaitStatus(first, "complete");
        String object = database.text(
                tenant, "select object from backup_segment where backup = ? limit 1", UUID.fromString(first));
        String second = make(boss, "{\"keep\":1}").path("id");
        awaitStatus(second, "complete");

        await().until(() -> Api.get(boss, "/api/backups/" + first).statusCode() == 404);
        upkeep.run();
        assertEquals(2, database.number(tenant, "select count(*) from backup"));
        assertEquals(0, database.number(tenant, "select count(*) from backup_watch where tenant = ?", tenant));
        BackupKey key = new BackupKey(new TenantId(tenant), UUID.fromString(first));
        assertThrows(IllegalStateException.class, () -> store.get(key.object(object)));
        Api.get(boss, "/api/backups").body("items.id", equalTo(java.util.List.of(second, stays)));
    }

    @Test
    void whatGoesForItTakesNoPlace() {
        add(2, null);
        add(3, 3);

        String last = make(boss, "{\"keep\":3}").expect(202).path("id");

        awaitStatus(last, "complete");
        await().until(() -> kept(3) == 3);
        for (String another : List.of("{}", "{\"keep\":4}")) {
            make(boss, another).expect(409).body("detail", containsString("5 backups already"));
        }
    }

    @Test
    void noMoreAreKeptThanThereCanBe() {
        make(boss, "{\"keep\":0}").expect(400).body("errors[0].pointer", equalTo("/keep"));
        make(boss, "{\"keep\":6}").expect(400).body("errors[0].pointer", equalTo("/keep"));
        Api.post(boss, "/api/workflow/start", "{\"type\":\"backup\",\"input\":{\"keep\":6}}")
                .expect(400)
                .body("errors[0].pointer", equalTo("/input/keep"));
        add(5, 5);

        awaitStatus(make(boss, "{\"keep\":5}").expect(202).path("id"), "complete");

        await().until(() -> kept(5) == 5);
    }

    private long kept(int keep) {
        return database.number(tenant, "select count(*) from backup where keep = ? and not deleted", keep);
    }

    /// Complete ones, of an hour ago.
    private void add(int count, @Nullable Integer keep) {
        database.update(
                tenant,
                "insert into backup (tenant, id, workflow, subject, keep, created_at, status)"
                        + " select ?, gen_random_uuid(), '', 'user:boss', ?, now() - n * interval '1 hour', 'complete'"
                        + " from generate_series(1, ?) as n",
                tenant,
                keep,
                count);
    }

    @Test
    void whatIsCancelledLeavesNothing() throws Exception {
        services.on("/internal/files", _ -> new StandIn.Reply.Answer(503, "{}"));
        String id = make(boss, "{}").expect(202).path("id");
        make(boss, "{}").expect(409).body("detail", containsString("under way"));
        await().until(() -> !services.asked("/internal/files").isEmpty());

        Api.delete(boss, "/api/backups/" + id).expect(204);

        Api.get(boss, "/api/backups/" + id).expect(404);
        upkeep.run();
        assertEquals(0, database.number(tenant, "select count(*) from backup"));
    }

    @Test
    void aServiceThatIsAwayIsWaitedFor() {
        AtomicInteger asked = new AtomicInteger();
        services.onRequest(
                "/internal/files",
                _ -> asked.incrementAndGet() < 3
                        ? new StandIn.Reply.Answer(503, "{}")
                        : new StandIn.Reply.Answer(200, "{\"items\":[]}"));

        String id = make(boss, "{}").expect(202).path("id");

        awaitStatus(id, "complete");
        Api.get(boss, "/api/backups/" + id).body("files", equalTo(0)).body("events", equalTo(250));
    }

    @Test
    void whatIsNoBackupIsRefusedAndLeavesNothing() throws Exception {
        byte[] damaged = Archives.whole();
        damaged[Tar.BLOCK + 20] ^= 1;

        upload(boss, damaged).expect(422).body("detail", containsString("cannot be taken"));
        upload(boss, Arrays.copyOf(Archives.whole(), 3000)).expect(422);
        upload(boss, new byte[5000]).expect(422);
        upload(Api.user(tenant, "bob"), Archives.whole()).expect(403);

        Api.get(boss, "/api/backups").body("items.size()", equalTo(0));
        upkeep.run();
        assertEquals(0, database.number(tenant, "select count(*) from backup"));
    }

    @Test
    void theSameKeyIsTheSameUpload() throws Exception {
        String id = keyedUpload("k1", Archives.whole()).expect(201).path("id");

        keyedUpload("k1", Archives.whole()).expect(200).body("id", equalTo(id));
        keyedUpload("k1", new byte[5000]).expect(422);
        keyedUpload("k2", Archives.whole()).expect(201).body("id", not(equalTo(id)));

        Api.get(boss, "/api/backups").body("items.size()", equalTo(2));
        Api.delete(boss, "/api/backups/" + id).expect(204);
        keyedUpload("k1", Archives.whole()).expect(201).body("id", not(equalTo(id)));
        upkeep.run();
        assertEquals(2, database.number(tenant, "select count(*) from backup"));
    }

    @Test
    void anotherUploadOfTheSameSizeIsNotTheSame() {
        byte[] other = Archives.whole();
        // What fills up a block says nothing, but it is another archive.
        other[new String(other, StandardCharsets.ISO_8859_1).indexOf("Hello\0") + Archives.CONTENT.length] = 1;
        keyedUpload("k1", Archives.whole()).expect(201);

        keyedUpload("k1", other).expect(422).body("detail", containsString("another content"));

        keyedUpload("k2", other).expect(201);
    }

    @Test
    void aRepeatedUploadTakesNoPlace() {
        String id = keyedUpload("k1", Archives.whole()).expect(201).path("id");
        add(4, null);

        keyedUpload("k2", Archives.whole()).expect(409).body("detail", containsString("5 backups already"));

        keyedUpload("k1", Archives.whole()).expect(200).body("id", equalTo(id));
    }

    @Test
    void aRepeatedUploadIsKnownThoughItIsStoredInOtherPieces() {
        String id = keyedUpload("k1", Archives.whole()).expect(201).path("id");
        database.update(tenant, "update backup_segment set object = 'other.' || object");

        keyedUpload("k1", Archives.whole()).expect(200).body("id", equalTo(id));
    }

    private Answer keyedUpload(String key, byte[] archive) {
        return Api.as(boss)
                .header("Idempotency-Key", key)
                .contentType("application/x-tar")
                .body(archive)
                .post("/api/backups/uploads");
    }

    private Answer make(Caller caller, String body) {
        return Api.post(caller, "/api/backups", body);
    }

    private Answer keyed(String key, String body) {
        return Api.as(boss)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/api/backups");
    }

    static Answer upload(Caller caller, byte[] archive) {
        return Api.as(caller).contentType("application/x-tar").body(archive).post("/api/backups/uploads");
    }

    private void awaitStatus(String id, String status) {
        await().until(() -> Api.get(boss, "/api/backups/" + id).path("status").equals(status));
    }
}
