package dev.atrium.media.upload;

import static dev.atrium.media.testing.Api.form;
import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.MediaStack;
import dev.atrium.media.testing.RawForm;
import dev.atrium.media.testing.RoomLog;
import dev.atrium.media.testing.Rows;
import dev.atrium.media.testing.Samples;
import dev.atrium.media.testing.SpoolDirectory;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is wrong with an upload is said, and nothing is kept of it.
@ComponentTest
final class RefusedUploadTest {

    private static final byte[] SOME = Samples.utf8("some bytes");
    private static final byte[] TOO_MANY = new byte[MediaStack.MAX_FILE_BYTES + 1];

    private final String tenant = "refused-" + UUID.randomUUID().toString().substring(0, 8);
    private final Caller caller = Api.someone(tenant);

    @AfterEach
    void nothingWasKept() {
        assertEquals(0, Rows.files(tenant));
        await().untilAsserted(() -> assertTrue(SpoolDirectory.uploads().isEmpty()));
    }

    static Stream<RawForm> brokenForms() {
        return Stream.of(
                new RawForm(),
                new RawForm().end(),
                new RawForm().raw("no form at all"),
                new RawForm().file("file", "a.txt", SOME), // no end
                new RawForm().part("form-data; name=\"file\"; filename=\"a\"", Samples.utf8("x------atrium--")),
                new RawForm().field("room", "r1").end(), // no file
                new RawForm().field("file", "not a file").end(), // no file name
                new RawForm().file("file", "a.txt", new byte[0]).end(), // empty
                new RawForm().file("file", "", new byte[0]).end(), // a browser's form without a choice
                new RawForm().file("other", "a.txt", SOME).end(),
                new RawForm()
                        .file("file", "a.txt", SOME)
                        .file("file", "b.txt", SOME)
                        .end(),
                new RawForm()
                        .file("file", "a.txt", SOME)
                        .file("other", "b.txt", SOME)
                        .end(),
                new RawForm().file("file", "a.txt", SOME).field("unknown", "x").end(),
                new RawForm()
                        .file("file", "a.txt", SOME)
                        .field("visibility", "secret")
                        .end(),
                new RawForm()
                        .file("file", "a.txt", SOME)
                        .field("visibility", "public")
                        .field("visibility", "public")
                        .end(),
                new RawForm()
                        .file("file", "a.txt", SOME)
                        .field("room", "r1")
                        .field("visibility", "public")
                        .end(),
                new RawForm()
                        .file("file", "a.txt", SOME)
                        .field("room", "x".repeat(5_000))
                        .end(),
                manyFields(),
                new RawForm().raw("------atrium\r\nX-Long: " + "x".repeat(100_000)),
                new RawForm().part("attachment", SOME).end());
    }

    private static RawForm manyFields() {
        RawForm form = new RawForm().file("file", "a.txt", SOME);
        for (int i = 0; i < 500; i++) {
            form.field("f" + i, "x");
        }
        return form.end();
    }

    @ParameterizedTest
    @MethodSource("brokenForms")
    void aBrokenFormIsInvalid(RawForm form) {
        assertProblem(400, "invalid-request", form.post(caller));
        assertProblem(400, "invalid-request", form.postInChunks(caller));
    }

    @Test
    void aFileThatIsTooLargeIsRefused() {
        RawForm form = new RawForm().file("file", "a.bin", TOO_MANY).end();

        assertProblem(413, "too-large", form.post(caller));
        assertProblem(413, "too-large", form.postInChunks(caller));
    }

    @Test
    void aBodyThatIsFarTooLargeIsRefusedUnread() {
        RawForm form = new RawForm()
                .file("file", "a.bin", TOO_MANY)
                .file("file", "b.bin", TOO_MANY)
                .end();

        assertProblem(413, "too-large", form.post(caller));
    }

    @Test
    void aFormThatNeverEndsIsRefused() {
        RawForm form = new RawForm().raw("\r\nx".repeat(MediaStack.MAX_FILE_BYTES / 2));

        HttpResponse<String> answer = form.postInChunks(caller);

        assertTrue(answer.statusCode() == 413 || answer.statusCode() == 400, answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/x-www-form-urlencoded"})
    void onlyFormsAreTaken(String type) {
        HttpResponse<String> answer = RawForm.post(caller, type, HttpRequest.BodyPublishers.ofString("{\"file\":1}"));

        assertProblem(415, "unsupported-media-type", answer);
    }

    @Test
    void aFormNeedsABoundary() {
        HttpResponse<String> answer =
                RawForm.post(caller, "multipart/form-data", HttpRequest.BodyPublishers.ofString("x"));

        assertProblem(400, "invalid-request", answer);
    }

    /// The decoder goes by the first one, others by the last.
    @Test
    void aFormWithTwoBoundariesIsInvalid() {
        RawForm form = new RawForm().file("file", "a.txt", SOME).raw("--other--");

        HttpResponse<String> answer = RawForm.post(
                caller,
                RawForm.contentType() + "; boundary=other",
                HttpRequest.BodyPublishers.ofByteArray(form.bytes()));

        assertProblem(400, "invalid-request", answer);
    }

    /// The decoder would wait for the end of what has a boundary of its own.
    @Test
    void ofAFormThatIsNeverCompleteNothingStaysWhenItsClientLeaves() throws IOException {
        RawForm form = new RawForm()
                .part(
                        "form-data; name=\"file\"\r\nContent-Type: multipart/mixed; boundary=inner",
                        Samples.utf8("--inner\r\nContent-Disposition: attachment; filename=\"a.txt\"\r\n\r\nsome"))
                .end();
        String head = "POST /api/upload HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestTokens.of(caller)
                + "\r\nContent-Type: " + RawForm.contentType() + "\r\nContent-Length: " + form.bytes().length
                + "\r\n\r\n";

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RawForm.port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(form.bytes());
            await().until(() -> SpoolDirectory.uploads().size() == 1);
        }

        await().until(() -> SpoolDirectory.uploads().isEmpty());
    }

    @Test
    void noBodyIsNoForm() {
        Request.plain()
                .bearer(TestTokens.of(caller))
                .contentType("application/x-www-form-urlencoded")
                .post("/api/upload")
                .expect(415)
                .contentType("application/problem+json");
    }

    @Test
    void anIdempotencyKeyHasNoSpacesAndIsShort() {
        for (String key : List.of("two words", "x".repeat(129))) {
            form(caller, "a.txt", "text/plain", SOME)
                    .header("Idempotency-Key", key)
                    .post("/api/upload")
                    .expect(400)
                    .body("errors[0].parameter", equalTo("Idempotency-Key"));
        }
    }

    /// Which clients that know what a header may be do not send.
    @Test
    void anIdempotencyKeyIsOfAscii() throws IOException {
        byte[] form = new RawForm().file("file", "a.txt", SOME).end().bytes();
        String head = """
                POST /api/upload HTTP/1.1
                Host: x
                Authorization: Bearer %s
                Idempotency-Key: ü
                Content-Type: %s
                Content-Length: %d

                """.formatted(TestTokens.of(caller), RawForm.contentType(), form.length)
                .replace("\n", "\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RawForm.port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(form);

            assertEquals(
                    "HTTP/1.1 400 ", new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aRoomThatDoesNotExistIsNotFound() {
        assertRoomIsNotFound(caller, RoomLog.newId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../rooms", "r 1", "%00", ""})
    void whatCannotBeARoomIsNotFound(String room) {
        assertRoomIsNotFound(caller, room);
    }

    @Test
    void anothersPrivateRoomIsNotFound() {
        assertRoomIsNotFound(caller, RoomLog.create(Api.someone(tenant), RoomEvent.Visibility.PRIVATE));
    }

    @Test
    void aRoomOfAnotherTenantIsNotFound() {
        assertRoomIsNotFound(caller, RoomLog.create(Api.someone("elsewhere"), RoomEvent.Visibility.PUBLIC));
    }

    @Test
    void withoutTokenNothingIsTaken() {
        Request.plain()
                .part("file", "a.txt", "text/plain", SOME)
                .post("/api/upload")
                .expect(401)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/unauthenticated"));
    }

    @Test
    void withoutScopeNothingIsTaken() {
        Caller reader = TestTokens.caller(caller.subject(), tenant, "files:read");

        form(reader, "a.txt", "text/plain", SOME)
                .post("/api/upload")
                .expect(403)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/forbidden"));
    }

    @Test
    void anonymousCallersDoNotUpload() {
        form(Api.anonymous(), "a.txt", "text/plain", SOME)
                .post("/api/upload")
                .expect(401)
                .contentType("application/problem+json");
        form(Api.with(Api.anonymous(), "files:write"), "a.txt", "text/plain", SOME)
                .post("/api/upload")
                .expect(401)
                .contentType("application/problem+json");
    }

    private static void assertRoomIsNotFound(Caller caller, String room) {
        form(caller, "a.txt", "text/plain", SOME)
                .part("room", room)
                .post("/api/upload")
                .expect(404)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/not-found"))
                .body("errors[0].parameter", equalTo("room"))
                .body("detail", notNullValue());
    }

    private static void assertProblem(int status, String slug, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(
                "/problems/" + slug,
                Json.read(answer.body(), JsonNode.class).path("type").asText());
        assertEquals(
                status, Json.read(answer.body(), JsonNode.class).path("status").asInt());
    }
}
