package dev.atrium.jobs.export;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What room-service and media-service are asked is answered by a stand-in; all else is real.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class ExportTest {

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final String UPLOAD = "/api/upload";

    @SuppressWarnings("NullAway.Init")
    StandIn services;

    @Inject
    Database database;

    @Inject
    ExportExpiry expiry;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller alice = TestTokens.caller(
            "user:alice", tenant, "jobs:read", "jobs:write", "rooms:read", "files:read", "files:write");
    private final String room = Ids.next().toString();
    private final String picture = Ids.next().toString();
    private final String stored = Ids.next().toString();
    private final String rooms = "/api/rooms/" + room;
    private final String files = "/api/files/" + picture;

    @BeforeEach
    void roomHasMessages() {
        services.on(rooms, 200, "{\"id\": \"%s\", \"name\": \"Kitchen\", \"lastSequence\": 200}".formatted(room));
        services.on(rooms + "/objects", 200, """
                {"items": [{"path": "shapes/1", "version": 3, "value": {"x": 1}}]}""");
        services.on(rooms + "/document", 200, "{\"tables\": {}, \"values\": {\"a\": 1}, \"sequence\": 200}");
        hasMessages(150);
        services.on(files, 200, """
                {"id": "%s", "name": "cat.png", "type": "image/png", "sizeBytes": %d, "status": "ready",
                 "thumbnail": true}""".formatted(picture, PNG.length));
        services.onRequest(files + "/thumbnail", _ -> new StandIn.Reply.Bytes(200, PNG));
        services.onRequest(files + "/content", _ -> new StandIn.Reply.Bytes(200, PNG));
        services.on(UPLOAD, 201, uploaded(stored));
    }

    @Test
    void roomIsCollectedAsOfItsBeginningRenderedAndStoredForTheCaller() {
        String id = id(begin(alice, "k1", "json", "epub", "zip").expect(202).body("status", equalTo("queued")));

        awaitStatus(id, "complete");

        Api.get(alice, "/api/exports/" + id)
                .expect(200)
                .body("progress", equalTo(100))
                .body("activity", equalTo("done"))
                .body("title", equalTo("Kitchen"))
                .body("error", nullValue())
                .body("files.format", equalTo(List.of("epub", "json", "zip")))
                .body("files[0].content", equalTo("/api/files/" + stored + "/content"));
        Api.get(alice, "/api/workflows/export:" + id + "/progress")
                .expect(200)
                .body("done", equalTo(100))
                .body("note", equalTo("done"));
        await().until(() -> progress().anyMatch(told -> told.done() == 100 && room.equals(told.room())));
        List<StandIn.Asked> pages = services.asked(rooms + "/messages");
        assertTrue(pages.stream().allMatch(page -> page.query().contains("at=200")), pages::toString);
        assertEquals("rooms:read", scope(pages.getFirst(), "rooms:read"));
        assertEquals("user:alice", claims(pages.getFirst()).path("sub").asText());
        List<StandIn.Asked> uploads = uploads(id);
        assertEquals(3, uploads.size());
        assertEquals("files:write", scope(uploads.getFirst(), "files:write"));
        JsonNode json = Json.read(document(uploads.getFirst()), JsonNode.class);
        assertEquals(150, json.path("messages").size());
        assertEquals(1, json.path("objects").size());
        assertEquals(1, json.path("documents").size());
        assertEquals(room, json.path("room").path("id").asText());
        assertEquals(0, database.number(tenant, "select count(*) from export_piece"));
        assertEquals(0, database.number(tenant, "select count(*) from export_upload"));
        assertEquals(
                "Your export is ready: Kitchen",
                database.text(tenant, "select title from notification where recipient = 'user:alice'"));
        assertEquals(
                "/?export=" + id,
                database.text(tenant, "select link from notification where recipient = 'user:alice'"));
    }

    @Test
    void picturesAreAsLargeAsTheirPreviews() throws IOException {
        hasMessages(2);
        byte[] preview = jpeg(900, 600);
        hasPreview(preview);

        String id = id(begin(alice, null, "epub", "html", "pdf").expect(202));

        awaitStatus(id, "complete");
        assertArrayEquals(preview, entries(rendered(id, "epub")).get("OEBPS/pictures/" + picture + ".jpg"));
        String html = new String(rendered(id, "html"), StandardCharsets.UTF_8);
        assertTrue(html.contains("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(preview)));
        assertTrue(html.contains("width=\"900\" height=\"600\""));
        try (PDDocument document = Loader.loadPDF(rendered(id, "pdf"))) {
            PDResources resources = document.getPage(0).getResources();
            for (COSName name : resources.getXObjectNames()) {
                PDImageXObject image = assertInstanceOf(PDImageXObject.class, resources.getXObject(name));
                assertEquals("900 by 600", image.getWidth() + " by " + image.getHeight());
            }
        }
    }

    /// As often as it is shown, its preview would have more than half of what a document may have.
    @Test
    void picturesStaySmallWhereADocumentWouldBecomeTooLarge() throws IOException {
        hasPreview(new byte[400_000]);

        String id = id(begin(alice, null, "epub").expect(202));

        awaitStatus(id, "complete");
        assertArrayEquals(PNG, entries(rendered(id, "epub")).get("OEBPS/pictures/" + picture + ".png"));
    }

    @Test
    void sameKeyIsTheSameExport() {
        String id = id(begin(alice, "k1", "markdown").expect(202));

        assertEquals(id, id(begin(alice, "k1", "markdown").expect(200)));
        begin(alice, "k1", "html").expect(422);
        assertEquals(1, database.number(tenant, "select count(*) from export"));
        Api.get(alice, "/api/exports").expect(200).body("items.id", equalTo(List.of(id)));
        awaitStatus(id, "complete");
    }

    @Test
    void othersDoNotSeeIt() {
        String id = id(begin(alice, "k1", "markdown").expect(202));
        Caller bob = TestTokens.caller("user:bob", tenant, "jobs:read", "jobs:write");

        Api.get(bob, "/api/exports/" + id).expect(404);
        Api.get(Api.admin(tenant), "/api/exports/" + id).expect(404);
        Api.get(bob, "/api/exports").expect(200).body("items.size()", equalTo(0));
        Api.get(alice, "/api/exports/" + Ids.next()).expect(404);
        Api.get(alice, "/api/exports/x").expect(404);
        awaitStatus(id, "complete");
    }

    /// Nobody can tell it from a node that was killed after it had sent the document.
    @Test
    void whatIsRepeatedStoresTheSameBytesUnderTheSameKeyAndNothingElse() {
        AtomicInteger failures = new AtomicInteger();
        services.onRequest(
                UPLOAD,
                upload -> upload.header("idempotency-key").contains(":pdf:") && failures.incrementAndGet() <= 2
                        ? new StandIn.Reply.Answer(503, "{}")
                        : new StandIn.Reply.Answer(201, uploaded(stored)));

        String id = id(begin(alice, null, "markdown", "pdf").expect(202));

        awaitStatus(id, "complete");
        Map<String, Long> uploads = uploads(id).stream()
                .collect(Collectors.groupingBy(
                        upload -> upload.header("idempotency-key").replaceFirst("^export:[^:]*:(.*):.*", "$1"),
                        Collectors.counting()));
        assertEquals(Map.of("markdown", 1L, "pdf", 3L), uploads);
        assertEquals(
                2,
                uploads(id).stream()
                        .map(upload -> upload.header("idempotency-key"))
                        .distinct()
                        .count());
    }

    @Test
    void tooManyMessagesFailTheExportAndNothingIsKept() {
        hasMessages(301);

        String id = id(begin(alice, null, "pdf").expect(202));

        awaitStatus(id, "failed");
        Api.get(alice, "/api/exports/" + id)
                .body("error", equalTo("there are more than 300 messages or objects: choose a smaller range"))
                .body("files", nullValue());
        assertEquals(0, database.number(tenant, "select count(*) from export_piece"));
    }

    @Test
    void onlyTheRangeIsExported() {
        String id = id(Api.post(
                        alice,
                        "/api/exports",
                        Json.write(Map.of(
                                "room", room,
                                "formats", List.of("json"),
                                "range", Map.of("since", time(10), "until", time(20)))))
                .expect(202));

        awaitStatus(id, "complete");
        JsonNode json = Json.read(document(uploads(id).getFirst()), JsonNode.class);
        assertEquals(10, json.path("messages").size());
        assertEquals(10, json.path("messages").get(0).path("sequence").asInt());
    }

    @Test
    void stepEndsAlsoWhereAllItReadsIsBeforeTheRange() {
        hasMessages(60, 1);

        String id = id(Api.post(
                        alice,
                        "/api/exports",
                        Json.write(
                                Map.of("room", room, "formats", List.of("json"), "range", Map.of("since", time(56)))))
                .expect(202));

        awaitStatus(id, "complete");
        assertEquals(2, database.number(tenant, "select count(*) from workflow_step where name like 'messages-%'"));
        JsonNode json = Json.read(document(uploads(id).getFirst()), JsonNode.class);
        assertEquals(5, json.path("messages").size());
    }

    @Test
    void cancelledExportStoresNothing() {
        renderNothing();
        String id = id(begin(alice, null, "markdown").expect(202));
        await().until(() -> database.number(tenant, "select count(*) from job") == 1);

        Api.as(alice).post("/api/workflows/export:" + id + "/cancel").expect(200);
        Api.as(Api.admin(tenant)).post("/api/queues/export/resume").expect(200);

        awaitStatus(id, "cancelled");
        await().until(() -> database.number(tenant, "select count(*) from job where state = 'done'") == 1);
        assertEquals(List.of(), uploads(id));
    }

    @Test
    void deletedExportIsCancelledAndNothingOfItIsKept() throws Exception {
        renderNothing();
        String id = id(begin(alice, null, "markdown").expect(202));
        await().until(() -> database.number(tenant, "select count(*) from job") == 1);
        Api.as(TestTokens.caller("user:bob", tenant, "jobs:write"))
                .delete("/api/exports/" + id)
                .expect(404);

        Api.as(alice).delete("/api/exports/" + id).expect(204);

        Api.as(alice).delete("/api/exports/" + id).expect(204);
        Api.get(alice, "/api/exports/" + id).body("status", equalTo("expired"));
        assertEquals("cancelled", database.text(tenant, "select status from workflow"));
        expiry.run();
        assertEquals(0, database.number(tenant, "select count(*) from export_piece"));
    }

    @Test
    void whatACancelledExportHadCollectedIsForgotten() throws Exception {
        renderNothing();
        String id = id(begin(alice, null, "markdown").expect(202));
        await().until(() -> database.number(tenant, "select count(*) from job") == 1);
        expiry.run();
        assertEquals(1, database.number(tenant, "select count(*) from export_piece"));

        Api.as(alice).post("/api/workflows/export:" + id + "/cancel").expect(200);
        expiry.run();

        assertEquals(0, database.number(tenant, "select count(*) from export_piece"));
    }

    @Test
    void documentsAreDeletedWhenTheirTimeIsOver() throws Exception {
        String document = "/api/files/" + stored;
        services.on(document, 204, "");
        String id = id(begin(alice, null, "markdown").expect(202));
        awaitStatus(id, "complete");

        expiry.run();
        assertEquals(0, services.asked(document).size());
        database.update(tenant, "update export_expiry set expires_at = now() where tenant = ?", tenant);
        expiry.run();

        Api.get(alice, "/api/exports/" + id)
                .expect(200)
                .body("status", equalTo("expired"))
                .body("files", nullValue());
        assertEquals("DELETE", services.asked(document).getFirst().method());
        assertEquals(
                "user:alice",
                claims(services.asked(document).getFirst()).path("sub").asText());
        assertEquals(0, database.number(tenant, "select count(*) from export_expiry where tenant = ?", tenant));
    }

    @Test
    void documentThatCannotBeDeletedNowHoldsUpNoOther() throws Exception {
        String stuck = Ids.next().toString();
        services.on("/api/files/" + stuck, 503, "{}");
        services.on("/api/files/" + stored, 204, "");
        services.on(UPLOAD, 201, uploaded(stuck));
        String first = id(begin(alice, null, "markdown").expect(202));
        awaitStatus(first, "complete");
        services.on(UPLOAD, 201, uploaded(stored));
        String second = id(begin(alice, null, "markdown").expect(202));
        awaitStatus(second, "complete");
        renderNothing();
        String third = id(begin(alice, null, "markdown").expect(202));
        await().until(() -> database.number(tenant, "select count(*) from job") == 3);
        Api.as(alice).post("/api/workflows/export:" + third + "/cancel").expect(200);
        expireAgo(first, 2);
        expireAgo(second, 1);

        expiry.run();

        assertEquals(1, services.asked("/api/files/" + stored).size());
        assertEquals(0, openExpiries(second));
        assertEquals(0, database.number(tenant, "select count(*) from export_piece"));
        assertEquals(1, openExpiries(first));
        services.on("/api/files/" + stuck, 204, "");
        expiry.run();
        assertEquals(1, services.asked("/api/files/" + stuck).size());
        expireAgo(first, 1);
        expiry.run();
        assertEquals(0, openExpiries(first));
    }

    /// Nobody can tell it from a node that was killed after media-service had the document.
    @Test
    void documentThatWasStoredWithoutAnAnswerIsDeletedByItsKey() throws Exception {
        services.on(UPLOAD, 503, "{}");
        String id = id(begin(alice, null, "markdown").expect(202));
        awaitStatus(id, "failed");
        String document = "/internal/uploads/" + uploads(id).getFirst().header("idempotency-key");
        services.on(document, 204, "");

        Api.as(alice).delete("/api/exports/" + id).expect(204);
        expiry.run();

        assertEquals("DELETE", services.asked(document).getFirst().method());
        assertEquals(
                "user:alice",
                claims(services.asked(document).getFirst()).path("sub").asText());
        // What was on its way may have come later.
        assertEquals(1, openExpiries(id));
        database.update(tenant, "update export_upload set begun_at = now() - interval '1 hour'");
        expireAgo(id, 1);
        expiry.run();
        assertEquals(2, services.asked(document).size());
        assertEquals(0, openExpiries(id));
        assertEquals(0, database.number(tenant, "select count(*) from export_upload"));
    }

    @Test
    void filesAreExportedWithTheirText() {
        services.on(files, 200, """
                {"id": "%s", "name": "a.txt", "type": "text/plain", "sizeBytes": 3, "status": "ready", "text": true,
                 "thumbnail": false, "owner": {"subject": "user:alice", "handle": "alice"}, "sha256": "0",
                 "createdAt": "2026-01-01T00:00:00Z"}""".formatted(picture));
        services.on(files + "/text", 200, "Hello text");

        String id = id(Api.post(
                        alice,
                        "/api/exports",
                        Json.write(Map.of("files", List.of(picture), "formats", List.of("markdown"))))
                .expect(202));

        awaitStatus(id, "complete");
        String markdown = new String(document(uploads(id).getFirst()), StandardCharsets.UTF_8);
        assertTrue(markdown.contains("Hello text"), markdown);
        assertTrue(markdown.contains("a.txt"), markdown);
        await().until(() -> progress().anyMatch(told -> told.done() == 100));
        assertTrue(progress().allMatch(told -> told.room() == null));
    }

    @Test
    void roomThatIsNotOpenToTheCallerFailsTheExport() {
        services.on(rooms, 404, "{}");

        String id = id(begin(alice, null, "pdf").expect(202));

        awaitStatus(id, "failed");
        Api.get(alice, "/api/exports/" + id).body("error", equalTo("the room is not there, or not open to you"));
    }

    @Test
    void whatMayNotBeExportedIsRefusedAtOnce() {
        begin(TestTokens.caller("user:alice", tenant, "jobs:write"), null, "pdf")
                .expect(403);
        begin(alice, null, "docx").expect(400).body("errors[0].pointer", equalTo("/formats"));
        Api.post(alice, "/api/workflow/start", "{\"type\": \"export\", \"input\": {}}")
                .expect(400);
        assertEquals(0, database.number(tenant, "select count(*) from export"));
    }

    @Test
    void onePersonHasOnlySoManyUnderWay() {
        renderNothing();
        for (int i = 0; i < 3; i++) {
            begin(alice, null, "pdf").expect(202);
        }

        begin(alice, null, "pdf").expect(409);
    }

    private Stream<Event.Progressed> progress() {
        return kafka.all(Event.Progressed.class).stream()
                .filter(told -> told.tenant().value().equals(tenant));
    }

    private void renderNothing() {
        Api.as(Api.admin(tenant)).post("/api/queues/export/pause").expect(200);
    }

    private void hasPreview(byte[] preview) {
        services.on(files, 200, """
                {"id": "%s", "name": "cat.png", "type": "image/png", "sizeBytes": %d, "status": "ready",
                 "thumbnail": true, "preview": true}""".formatted(picture, PNG.length));
        services.onRequest(files + "/preview", _ -> new StandIn.Reply.Bytes(200, preview));
    }

    private static byte[] jpeg(int width, int height) throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
        return jpeg.toByteArray();
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private void hasMessages(int count) {
        hasMessages(count, 100);
    }

    private void hasMessages(int count, int mostOfAPage) {
        services.onRequest(rooms + "/messages", asked -> {
            int after = number(asked.query(), "after");
            int limit = Math.min(mostOfAPage, number(asked.query(), "limit"));
            List<Object> items = new ArrayList<>();
            for (int i = after + 1; i <= Math.min(count, after + limit); i++) {
                items.add(Map.of(
                        "id", Ids.named(room + i).toString(),
                        "sequence", i,
                        "version", i,
                        "sender", Map.of("subject", "user:alice", "handle", "alice"),
                        "content", "message " + i,
                        "createdAt", time(i),
                        "attachment", Map.of("fileId", picture, "name", "cat.png", "type", "image/png")));
            }
            return new StandIn.Reply.Answer(200, Json.write(Map.of("items", items, "hasMore", after + limit < count)));
        });
    }

    private static String time(int minute) {
        return "2026-01-01T%02d:%02d:00Z".formatted(minute / 60, minute % 60);
    }

    private static int number(String query, String name) {
        return Integer.parseInt(query.replaceFirst(".*\\b" + name + "=(\\d+).*", "$1"));
    }

    private static String uploaded(String file) {
        return """
                {"id": "%s", "name": "Kitchen.x", "sizeBytes": 7, "sha256": "%s"}""".formatted(file, "0".repeat(64));
    }

    private void expireAgo(String id, int minutes) {
        database.update(
                tenant,
                "update export_expiry set expires_at = now() - make_interval(mins => ?) where export = ?::uuid",
                minutes,
                id);
    }

    private long openExpiries(String id) {
        return database.number(tenant, "select count(*) from export_expiry where export = ?::uuid", id);
    }

    private Answer begin(Caller caller, @org.jspecify.annotations.Nullable String key, String... formats) {
        var request = Api.as(caller).contentType("application/json");
        return (key == null ? request : request.header("Idempotency-Key", key))
                .body(Json.write(Map.of("room", room, "formats", List.of(formats))))
                .post("/api/exports");
    }

    private static String id(Answer response) {
        return response.path("id");
    }

    private void awaitStatus(String id, String status) {
        await().untilAsserted(
                        () -> Api.get(alice, "/api/exports/" + id).expect(200).body("status", equalTo(status)));
    }

    /// Tests have the upload's path in common.
    private List<StandIn.Asked> uploads(String id) {
        return services.asked(UPLOAD).stream()
                .filter(upload -> upload.header("idempotency-key").startsWith("export:" + id + ":"))
                .toList();
    }

    private byte[] rendered(String id, String format) {
        return uploads(id).stream()
                .filter(upload -> upload.header("idempotency-key").contains(":" + format + ":"))
                .map(ExportTest::document)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] document(StandIn.Asked upload) {
        String form = new String(upload.bytes(), StandardCharsets.ISO_8859_1);
        int begin = form.indexOf("\r\n\r\n") + 4;
        return form.substring(begin, form.lastIndexOf("\r\n--")).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String scope(StandIn.Asked asked, String scope) {
        Set<String> scopes =
                new HashSet<>(List.of(claims(asked).path("scope").asText().split(" ")));
        return scopes.contains(scope) ? scope : scopes.toString();
    }

    private static JsonNode claims(StandIn.Asked asked) {
        String payload = asked.header("authorization").split("\\.")[1];
        return Json.read(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8), JsonNode.class);
    }
}
