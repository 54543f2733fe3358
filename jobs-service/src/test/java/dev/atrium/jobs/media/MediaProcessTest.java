package dev.atrium.jobs.media;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class MediaProcessTest {

    private static final String READY = "{\"status\":\"ready\",\"thumbnail\":true,\"text\":false}";

    @SuppressWarnings("NullAway.Init")
    StandIn services;

    @Inject
    Kafka kafka;

    @Inject
    Database database;

    private final String tenant = Api.freshTenant();
    private final String file = Ids.next().toString();
    private final String room = Ids.next().toString();
    private final String derive = "/internal/files/" + file + "/derive";
    private final String messages = "/api/rooms/" + room + "/messages";

    @Test
    void uploadIsDerivedAndItsRoomIsTold() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        services.on(derive, 200, READY);
        services.on(messages, 201, "{}");

        upload(room, "00-" + trace + "-00f067aa0ba902b7-00");

        awaitEnd("done", "");
        StandIn.Asked derivation = only(derive);
        assertEquals("media-service", claims(derivation).path("aud").asText());
        assertEquals("files:derive", claims(derivation).path("scope").asText());
        assertEquals("user:owner", claims(derivation).path("sub").asText());
        assertEquals(tenant, claims(derivation).path("tenant").asText());
        StandIn.Asked message = only(messages);
        assertEquals("room-service", claims(message).path("aud").asText());
        assertEquals(
                List.of("rooms:attach", "rooms:write"),
                List.of(claims(message).path("scope").asText().split(" ")).stream()
                        .sorted()
                        .toList());
        assertEquals("file:" + file, message.header("idempotency-key"));
        JsonNode body = Json.read(message.body(), JsonNode.class);
        assertEquals("Shared a file: cat.png", body.path("content").asText());
        assertEquals(file, body.path("attachment").path("fileId").asText());
        assertEquals("cat.png", body.path("attachment").path("name").asText());
        assertEquals("image/png", body.path("attachment").path("type").asText());
        assertTrue(derivation.header("traceparent").startsWith("00-" + trace + "-"), derivation.header("traceparent"));
        assertTrue(message.header("traceparent").startsWith("00-" + trace + "-"), message.header("traceparent"));
        assertNotEquals("00-" + trace + "-00f067aa0ba902b7-00", message.header("traceparent"));
    }

    @Test
    void uploaderHearsWhenItBeginsAndWhenItHasEnded() {
        services.on(derive, 200, READY);
        services.on(messages, 201, "{}");

        upload(room, null);

        awaitEnd("done", "");
        await().untilAsserted(() -> {
            List<Event.Progressed> heard = kafka.all(Event.Progressed.class).stream()
                    .filter(event -> event.tenant().value().equals(tenant))
                    .toList();
            assertEquals(0, heard.getFirst().done());
            assertEquals(2, heard.getLast().done());
            assertEquals(2, heard.getLast().total());
            assertEquals("user:owner", heard.getLast().owner());
            assertEquals("media.process", heard.getLast().name());
        });
    }

    @Test
    void fileWithoutARoomIsOnlyDerived() {
        services.on(derive, 200, READY);

        upload(null, null);

        awaitEnd("done", "");
        only(derive);
        assertTrue(services.asked(messages).isEmpty());
    }

    /// Whoever hid or deleted what told of it does not see it come back.
    @Test
    void fileIsProcessedAgainInAJobOfItsOwnAndItsRoomIsNotToldAgain() {
        services.on(derive, 200, READY);
        services.on(messages, 201, "{}");
        upload(room, null);
        awaitEnd("done", "");

        kafka.send(Ids.next().toString(), new Event.FileReset(new TenantId(tenant), info(room)), null);

        await().until(() -> database.number(tenant, "select count(*) from job where state = 'done'") == 2);
        assertEquals(2, services.asked(derive).size());
        only(messages);
    }

    @Test
    void roomIsToldOfAFileFromWhichNothingCouldBeDerived() {
        services.on(derive, 200, "{\"status\":\"failed\",\"thumbnail\":false,\"text\":false}");
        services.on(messages, 201, "{}");

        upload(room, null);

        awaitEnd("done", "");
        only(messages);
    }

    @Test
    void troubleThatPassesIsRetried() {
        services.on(derive, count -> switch (count) {
            case 1 -> new StandIn.Reply.Answer(503, "");
            case 2 -> new StandIn.Reply.Answer(200, "{\"status\":\"processing\"}");
            default -> new StandIn.Reply.Answer(200, READY);
        });
        services.on(messages, count -> new StandIn.Reply.Answer(count == 1 ? 429 : 201, "{}"));

        upload(room, null);

        awaitEnd("done", "");
        assertEquals(4, services.asked(derive).size());
        assertEquals(2, services.asked(messages).size());
        assertEquals(4, database.number(tenant, "select attempts from job"));
    }

    @Test
    void serviceThatSaysWhenIsNotAskedBefore() {
        services.on(derive, _ -> new StandIn.Reply.Answer(503, "", Map.of("Retry-After", "3600")));

        upload(room, null);

        await().until(() -> database.number(
                        tenant,
                        "select count(*) from job where state = 'retrying' and attempts = 1"
                                + " and next_attempt_at between now() + interval '58 minutes' and now() + interval '67 minutes'")
                == 1);
        only(derive);
    }

    @Test
    void serviceThatDoesNotAnswerIsAskedAgain() {
        services.on(derive, count -> count == 1 ? new StandIn.Reply.Silence() : new StandIn.Reply.Answer(200, READY));

        upload(null, null);

        awaitEnd("done", "");
        assertEquals(2, services.asked(derive).size());
    }

    @Test
    void jobEndsWithANoteWhereTheRoomIsGone() {
        services.on(derive, 200, READY);
        services.on(messages, 404, "{}");

        upload(room, null);

        awaitEnd("done", "the room is gone");
        only(messages);
    }

    @Test
    void jobEndsWithANoteWhereTheRoomIsClosed() {
        services.on(derive, 200, READY);
        services.on(messages, 403, "{}");

        upload(room, null);

        awaitEnd("done", "the room is closed to the owner of the file");
    }

    @Test
    void jobEndsWithANoteWhereTheFileIsGone() {
        services.on(derive, 404, "{}");

        upload(room, null);

        awaitEnd("done", "the file is gone");
        assertTrue(services.asked(messages).isEmpty());
    }

    @Test
    void refusalThatStaysKillsTheJobAtOnce() {
        services.on(derive, 422, "{\"detail\":\"internal\"}");

        upload(room, null);

        awaitEnd("dead", "media-service answered 422");
        only(derive);
    }

    private void upload(@Nullable String itsRoom, @Nullable String traceparent) {
        kafka.send(Ids.next().toString(), new Event.FileUploaded(new TenantId(tenant), info(itsRoom)), traceparent);
    }

    private Event.FileInfo info(@Nullable String itsRoom) {
        return new Event.FileInfo(
                file, "cat.png", "image/png", 3, itsRoom, true, new Actor("user:owner", "owner"), Instant.now());
    }

    private void awaitEnd(String state, String note) {
        await().until(() -> database.number(tenant, "select count(*) from job where state in ('done', 'dead')") == 1);
        assertEquals(
                state,
                database.text(tenant, "select state from job where id = ?", JobQueue.id(MediaProcess.TYPE, file)));
        assertEquals(note, database.text(tenant, "select note from job"));
    }

    private StandIn.Asked only(String path) {
        List<StandIn.Asked> asked = services.asked(path);
        assertEquals(1, asked.size());
        return asked.getFirst();
    }

    private static JsonNode claims(StandIn.Asked asked) {
        String payload = asked.header("authorization").split("\\.")[1];
        return Json.read(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8), JsonNode.class);
    }
}
