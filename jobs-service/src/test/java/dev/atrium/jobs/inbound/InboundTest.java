package dev.atrium.jobs.inbound;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.Event.WebhookHandled;
import dev.atrium.platform.event.Event.WebhookReceived;
import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.event.Event.WebhookReceived.RoomMessage;
import dev.atrium.platform.event.Event.WebhookReceived.WorkflowEvent;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.request.UnknownSource;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is done about webhooks from outside, and its log (GW-9, JB-7).
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class InboundTest {

    private static final String TEXT = "{{/repository/full_name}}: {{/head_commit/message}}";
    private static final String PUSH =
            "{\"repository\":{\"full_name\":\"acme/site\"},\"head_commit\":{\"message\":\"Fix a typo\"}}";

    @SuppressWarnings("NullAway.Init")
    StandIn services;

    @Inject
    Kafka kafka;

    @Inject
    Database database;

    @Inject
    ReceivedPurge purge;

    private final String tenant = Api.freshTenant();
    private final String source = Ids.next().toString();
    private final String room = Ids.next().toString();
    private final String role = "/internal/rooms/" + room + "/role";
    private final String messages = "/api/rooms/" + room + "/messages";
    private final Caller ada = Api.user(tenant, "ada");
    private final Actor by = new Actor("user:ada", "ada");
    private final Errand toRoom = new Errand("GitHub <site>", "user:ada", by, new RoomMessage(room, TEXT), null);

    @BeforeEach
    void aRoomInWhichAdaMayWrite() {
        services.on(role, 200, "{\"role\":\"commenter\"}");
        services.on(messages, 201, "{}");
    }

    @Test
    void aMessageIsPostedOnceThoughTheEventComesTwice() {
        String id = send("m1", PUSH, toRoom);
        awaitEnd(id, "done", "");
        kafka.send(id, event("m1", PUSH, toRoom), null);
        String second = send("m2", PUSH, toRoom);
        awaitEnd(second, "done", "");

        assertEquals(2, services.asked(messages).size());
        StandIn.Asked posted = services.asked(messages).getFirst();
        assertEquals("acme/site: Fix a typo", content(posted));
        assertEquals("webhook:" + id + ":0", posted.header("idempotency-key"));
        assertEquals("system:webhook", claims(posted).path("sub").asText());
        assertEquals("system:webhook:GitHub-site", claims(posted).path("handle").asText());
        assertEquals(tenant, claims(posted).path("tenant").asText());
        StandIn.Asked asked = services.asked(role).getFirst();
        assertEquals("user:ada", claims(asked).path("sub").asText());
        assertEquals(2, database.number(tenant, "select count(*) from webhook_received"));
    }

    @Test
    void nothingIsPostedForWhoMayNotWriteThereNow() {
        services.on(role, 200, "{\"role\":\"viewer\"}");
        String reader = send("m1", PUSH, toRoom);
        awaitEnd(reader, "failed", "whoever set the action may not write in the room");

        services.on(role, 404, "{}");
        String stranger = send("m2", PUSH, toRoom);
        awaitEnd(stranger, "failed", "whoever set the action may not write in the room");

        String withoutKey = send("m3", PUSH, new Errand("G", "user:ada", null, new RoomMessage(room, TEXT), null));
        awaitEnd(withoutKey, "failed", "whoever set the action has no credentials any more");
        assertEquals(List.of(), services.asked(messages));
    }

    @Test
    void nothingIsPostedForWhoMayOnlyReadInTheOrganisationOrLeftIt() {
        database.update(tenant, "insert into member (tenant, subject, role) values (?, 'user:ada', 'viewer')", tenant);
        awaitEnd(send("m1", PUSH, toRoom), "failed", "whoever set the action may not write in the room");

        database.update(tenant, "update member set role = 'editor'");
        awaitEnd(send("m2", PUSH, toRoom), "done", "");

        database.update(tenant, "insert into departure (tenant, subject, at) values (?, 'user:ada', now())", tenant);
        awaitEnd(send("m3", PUSH, toRoom), "failed", "whoever set the action may not write in the room");
        assertEquals(1, services.asked(messages).size());
    }

    @Test
    void hostileBodiesHarmNobody() {
        String deep = "[".repeat(100_000);
        String huge = "{\"repository\":{\"full_name\":\"" + "x".repeat(200_000) + "\"}}";
        String control = "{\"repository\":{\"full_name\":\"a\\u0000b\\u001b[31m\\ud800\\nc\"}}";

        awaitEnd(send("deep", deep, toRoom), "failed", "the body is not JSON");
        awaitEnd(send("form", "payload=%7B%7D", toRoom), "failed", "the body is not JSON");
        awaitEnd(send("empty", "", toRoom), "failed", "the body is not JSON");
        awaitEnd(send("more", "{} {}", toRoom), "failed", "the body is not JSON");
        awaitEnd(
                send("other", "{\"zen\":\"Design for failure.\"}", toRoom),
                "done",
                "nothing was posted: the body has none of the values of the text");
        assertEquals(List.of(), services.asked(messages));

        awaitEnd(send("control", control, toRoom), "done", "");
        awaitEnd(send("long\u0000", huge, toRoom), "done", "");
        assertEquals("a b [31m\uFFFD\nc: ", content(services.asked(messages).getFirst()));
        assertTrue(content(services.asked(messages).getLast()).length() <= 1_100);
        assertEquals(0, database.number(tenant, "select count(*) from dead_letter where topic = 'webhooks.received'"));
    }

    @Test
    void aRoomThatCannotBeReachedIsTriedAgain() {
        services.on(role, count -> new StandIn.Reply.Answer(count == 1 ? 503 : 200, "{\"role\":\"owner\"}"));
        services.on(messages, count -> new StandIn.Reply.Answer(count == 1 ? 500 : 200, "{}"));

        awaitEnd(send("m1", PUSH, toRoom), "done", "");

        assertEquals(
                1,
                services.asked(messages).stream()
                        .map(asked -> asked.header("idempotency-key"))
                        .distinct()
                        .count());
    }

    @Test
    void aRoomThatIsNeverThereIsGivenUp() {
        services.on(role, 503, "{}");

        awaitEnd(send("m1", PUSH, toRoom), "failed", "given up: room-service answered 503");

        assertEquals(ErrandJob.TRIES, services.asked(role).size());
    }

    @Test
    void whatFailsForAReasonOfOursIsGivenUp() {
        services.on(role, 200, "no JSON");

        awaitEnd(send("m1", PUSH, toRoom), "failed", "an internal error");

        assertEquals(ErrandJob.TRIES, services.asked(role).size());
    }

    @Test
    void whatItsMakerCancelsHasFailed() {
        wantWebhooks();
        String before = send("m0", PUSH, toRoom);
        awaitEnd(before, "done", "");
        database.update(
                tenant,
                "update webhook_received set paced_until = ?",
                Instant.now().plusSeconds(120));
        String late = send("m1", PUSH, toRoom);
        await().until(() -> waiting() == 1);

        String job = Api.get(ada, "/api/jobs?type=webhook.errand&state=queued").path("items[0].id");
        Api.post(ada, "/api/jobs/" + job + "/cancel", "{}").expect(200);

        awaitEnd(late, "failed", "its job was cancelled");
        await().untilAsserted(
                        () -> assertEquals(Set.of("A webhook had no effect, from GitHub <site>: push"), titles()));
        assertEquals(1, services.asked(messages).size());
    }

    @Test
    void aWorkflowIsToldTheBodyOnce() {
        String id = startReminder(ada);
        Errand errand = new Errand("G", "user:ada", by, null, new WorkflowEvent(id, "pushed"));

        String first = send("m1", PUSH, errand);
        awaitEnd(first, "done", "");
        replay(ada, first).expect(202);
        awaitEnd(first, "done", "it was told before");
        awaitEnd(
                send("m2", "{}", errand),
                "failed",
                "another event of this name was told before: an event happens once");
        awaitEnd(send("m3", "[1]", errand), "failed", "the body is no JSON object");
        awaitEnd(
                send("m4", "{\"a\":\"" + "x".repeat(140_000) + "\"}", errand),
                "failed",
                "the body is larger than the 128 KiB of an event");

        assertEquals(PUSH, database.text(tenant, "select payload from workflow_event where workflow_id = ?", id));
        assertEquals(
                "webhook:" + source,
                database.text(tenant, "select sender from workflow_event where workflow_id = ?", id));
    }

    @Test
    void aWorkflowOfSomebodyElseIsNotTold() {
        String id = startReminder(Api.user(tenant, "bob"));
        Errand errand = new Errand("G", "user:ada", by, null, new WorkflowEvent(id, "pushed"));
        String refusal = "there is no such workflow that whoever set the action may tell anything";

        awaitEnd(send("m1", PUSH, errand), "failed", refusal);
        awaitEnd(
                send("m2", PUSH, new Errand("G", "user:ada", by, null, new WorkflowEvent("none", "pushed"))),
                "failed",
                refusal);

        database.update(tenant, "insert into member (tenant, subject, role) values (?, 'user:ada', 'admin')", tenant);
        awaitEnd(send("m3", PUSH, errand), "done", "");
    }

    @Test
    void theMakerIsNotifiedWhoWantsIt() {
        Errand nothing = new Errand("Shop", "user:ada", null, null, null);
        awaitEnd(send("m1", PUSH, nothing), "done", "");
        assertEquals(0, database.number(tenant, "select count(*) from notification"));

        wantWebhooks();
        String second = send("m2", PUSH, nothing);
        awaitEnd(second, "done", "");
        services.on(role, 404, "{}");
        awaitEnd(send("m3", PUSH, toRoom), "failed", "whoever set the action may not write in the room");

        await().untilAsserted(() -> assertEquals(
                Set.of("A webhook from Shop: push", "A webhook had no effect, from GitHub <site>: push"), titles()));
        Api.get(ada, "/api/notifications").body("items", hasSize(2)).body("items[1].data.delivery", equalTo(second));
    }

    @Test
    void theLogTellsWhatCame() {
        List<String> ids =
                IntStream.range(0, 3).mapToObj(i -> send("m" + i, PUSH, toRoom)).toList();
        ids.forEach(id -> awaitEnd(id, "done", ""));

        JsonNode first = read(Api.get(ada, log("?limit=2")).expect(200).text());
        Api.get(ada, log("?limit=2&cursor=" + first.path("nextCursor").asText()))
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(ids.getFirst()));
        assertEquals(2, first.path("items").size());
        JsonNode newest = first.path("items").get(0);
        assertEquals(ids.getLast(), newest.path("id").asText());
        assertEquals("m2", newest.path("messageId").asText());
        assertEquals("push", newest.path("kind").asText());
        assertEquals("application/json", newest.path("contentType").asText());
        assertEquals(PUSH.length(), newest.path("sizeBytes").asInt());
        assertTrue(newest.path("body").isMissingNode());
        Api.get(ada, log("?status=failed")).body("items", hasSize(0));
        Api.get(ada, log("?status=gone")).expect(400);
        Api.get(ada, log("?cursor=bm9uZQ")).expect(400);
        Api.get(ada, log("/" + ids.getFirst()))
                .expect(200)
                .body("body", equalTo(PUSH))
                .body("action.message.room", equalTo(room))
                .body("action.by", equalTo("user:ada"))
                .body("endedAt", notNullValue());
    }

    @Test
    void aBodyThatIsNoTextIsShownAsItCame() {
        byte[] body = {(byte) 0xff, 0, 1};
        String id = send("m1", body, new Errand("Shop", "user:ada", null, null, null));
        awaitEnd(id, "done", "");

        Api.get(ada, log("/" + id))
                .body("bodyBase64", equalTo("/wAB"))
                .body("body", nullValue())
                .body("action", nullValue());
    }

    @Test
    void othersSeeWhatTheyMayAndNoMore() {
        String id = send("m1", PUSH, toRoom);
        awaitEnd(id, "done", "");
        Caller colleague = Api.user(tenant, "bob");
        Caller stranger = Api.user(Api.freshTenant(), "ada");

        Api.get(colleague, log("")).body("items", hasSize(1));
        Api.get(colleague, log("/" + id)).expect(200).body("body", nullValue()).body("action", nullValue());
        replay(colleague, id).expect(403);
        Api.get(Api.admin(tenant), log("/" + id)).body("body", equalTo(PUSH));
        Api.get(stranger, log("")).body("items", hasSize(0));
        Api.get(stranger, log("/" + id)).expect(404);
        replay(stranger, id).expect(404);
        Api.get(ada, "/api/webhook-sources/" + Ids.next() + "/deliveries/" + id).expect(404);
        Api.get(ada, log("/none")).expect(404);
    }

    /// As the gateway says, which keeps the sources.
    @Test
    void thereIsNoLogOfASourceThatIsNotThereUnlessItHasDelivered() {
        String delivered = send("m1", PUSH, toRoom);
        awaitEnd(delivered, "done", "");
        String none = "/api/webhook-sources/" + Ids.next() + "/deliveries";

        Api.get(ada, none).expect(200).body("items", hasSize(0));
        ofUnknown(ada, none).expect(404);
        ofUnknown(ada, none + "?status=failed&limit=1").expect(404);
        ofUnknown(ada, log("")).expect(200).body("items", hasSize(1));
        ofUnknown(ada, log("?status=failed")).expect(200).body("items", hasSize(0));
        ofUnknown(Api.user(Api.freshTenant(), "ada"), log("")).expect(404);
    }

    private static Answer ofUnknown(Caller caller, String path) {
        return Api.as(caller).header(UnknownSource.HEADER, "true").get(path);
    }

    @Test
    void strangersInTheCommonsSeeTheirOwnOnly() {
        String commons = TenantId.COMMONS.value();
        String maker = "key:" + Ids.next();
        Errand nothing = new Errand("Shop", maker, null, null, null);
        String id = Ids.next().toString();
        kafka.send(id, event(commons, "m1", PUSH.getBytes(StandardCharsets.UTF_8), nothing), null);
        Caller owner = new Caller(maker, TenantId.COMMONS, "own", Set.of(), ada.scopes());
        Caller other = new Caller("key:" + Ids.next(), TenantId.COMMONS, "other", Set.of(), ada.scopes());

        await().untilAsserted(() -> Api.get(owner, log("")).body("items", hasSize(1)));
        Api.get(owner, log("/" + id)).body("body", equalTo(PUSH));
        Api.get(other, log("")).body("items", hasSize(0));
        Api.get(other, log("/" + id)).expect(404);
        replay(other, id).expect(404);
    }

    @Test
    void aReplayIsDoneOnceMore() {
        services.on(role, 404, "{}");
        String id = send("m1", PUSH, toRoom);
        awaitEnd(id, "failed", "whoever set the action may not write in the room");

        services.on(role, 200, "{\"role\":\"editor\"}");
        replay(ada, id).expect(202).body("status", equalTo("received")).body("replays", equalTo(1));
        awaitEnd(id, "done", "");
        for (int i = 0; i < 2; i++) {
            Api.as(Api.admin(tenant))
                    .header(IdempotencyKey.HEADER, "again")
                    .post(log("/" + id + "/replay"))
                    .expect(202)
                    .body("replays", equalTo(2));
        }
        awaitEnd(id, "done", "");

        await().until(() -> services.asked(messages).size() == 2);
        assertEquals(
                List.of("webhook:" + id + ":1", "webhook:" + id + ":2"),
                services.asked(messages).stream()
                        .map(asked -> asked.header("idempotency-key"))
                        .toList());
    }

    @Test
    void whatTheGatewayAppliesWaitsForWhatBecomesOfIt() {
        wantWebhooks();
        String id = sendUsers("m1", PUSH);
        String other = sendUsers("m2", PUSH);
        await().untilAsserted(() -> Api.get(ada, log("?status=received")).body("items", hasSize(2)));

        handle(id, 0, true, "the user has no e-mail address");
        awaitEnd(id, "failed", "the user has no e-mail address");
        // What had no effect may have it when it is delivered again, and has it then.
        handle(id, 0, false, null);
        handle(id, 0, true, "too late");
        handle(other, 0, false, "ignored: it is none of a user");
        awaitEnd(other, "done", "ignored: it is none of a user");
        awaitEnd(id, "done", "");
        await().untilAsserted(() -> assertEquals(Set.of("A webhook had no effect, from Clerk: push"), titles()));
        assertEquals(List.of(), services.asked(messages));
    }

    @Test
    void aReplayOfWhatTheGatewayAppliesIsToldItOnce() {
        String id = sendUsers("m1", PUSH);
        await().untilAsserted(() -> Api.get(ada, log("")).body("items", hasSize(1)));
        handle(id, 0, true, "the user has no e-mail address");
        awaitEnd(id, "failed", "the user has no e-mail address");
        Instant receivedAt = Instant.parse(Api.get(ada, log("/" + id)).path("receivedAt"));

        for (int i = 0; i < 2; i++) {
            Api.as(Api.admin(tenant))
                    .header(IdempotencyKey.HEADER, "again")
                    .post(log("/" + id + "/replay"))
                    .expect(202)
                    .body("status", equalTo("received"))
                    .body("replays", equalTo(1));
        }
        handle(id, 0, true, "too late");
        handle(id, 1, false, null);
        awaitEnd(id, "done", "");

        await().until(() -> !replays().isEmpty());
        WebhookReceived first = users("m1", PUSH);
        assertEquals(
                List.of(new WebhookReceived(
                        first.tenant(),
                        source,
                        "standard",
                        "m1",
                        "push",
                        null,
                        first.bodyBase64(),
                        "auth",
                        null,
                        new WebhookReceived.Replay(id, 1, receivedAt))),
                replays());
        assertEquals(1, database.number(tenant, "select count(*) from webhook_received"));
    }

    @Test
    void whatTellsOfUsersIsForAdminsAlone() {
        String id = sendUsers("m1", PUSH);
        await().untilAsserted(() -> Api.get(ada, log("")).body("items", hasSize(1)));

        Api.get(ada, log("/" + id)).expect(200).body("body", nullValue());
        replay(ada, id).expect(403);
        Api.get(Api.admin(tenant), log("/" + id)).expect(200).body("body", equalTo(PUSH));
        assertEquals(List.of(), replays());
    }

    /// What the gateway was told once more until now.
    private List<WebhookReceived> replays() {
        return kafka.all(WebhookReceived.class).stream()
                .filter(webhook -> webhook.source().equals(source) && webhook.replay() != null)
                .toList();
    }

    private String sendUsers(String message, String body) {
        String id = Ids.named("webhook:" + source + ":" + message).toString();
        kafka.send(id, users(message, body), null);
        return id;
    }

    /// Of a source of the type `auth`.
    private WebhookReceived users(String message, String body) {
        return new WebhookReceived(
                new TenantId(tenant),
                source,
                "standard",
                message,
                "push",
                "application/json",
                Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)),
                "auth",
                new Errand("Clerk", "user:ada", null, null, null),
                null);
    }

    /// As the gateway tells what became of a delivery.
    private void handle(String delivery, int replay, boolean failed, @Nullable String note) {
        kafka.send(
                Ids.next().toString(),
                new WebhookHandled(new TenantId(tenant), source, "m", delivery, replay, failed, note),
                null);
    }

    @Test
    void aFloodIsPostedAtAPaceAndNotForEver() {
        wantWebhooks();
        Instant soon = Instant.now().plus(Pace.BURST).plus(Pace.PATIENCE);
        String before = send("m0", PUSH, toRoom);
        awaitEnd(before, "done", "");

        database.update(tenant, "update webhook_received set paced_until = ?", soon.minusSeconds(60));
        String late = send("m1", PUSH, toRoom);
        await().until(() -> waiting() == 1);
        database.update(tenant, "update webhook_received set paced_until = ?", soon.plusSeconds(60));
        String tooLate = send("m2", PUSH, toRoom);
        String another = send("m3", PUSH, toRoom);

        awaitEnd(tooLate, "failed", "too much came of this source at once");
        awaitEnd(another, "failed", "too much came of this source at once");
        await().untilAsserted(
                        () -> assertEquals(Set.of("A webhook had no effect, from GitHub <site>: push"), titles()));
        Api.get(ada, log("/" + late)).body("status", equalTo("received"));
        assertEquals(1, services.asked(messages).size());
    }

    @Test
    void whatIsOldIsForgotten() throws SQLException {
        String old = send("m1", PUSH, new Errand("Shop", "user:ada", null, null, null));
        String young = send("m2", PUSH, new Errand("Shop", "user:ada", null, null, null));
        awaitEnd(old, "done", "");
        awaitEnd(young, "done", "");
        database.update(
                tenant,
                "update webhook_received set received_at = ? where id = ?::uuid",
                Instant.now().minus(Duration.ofDays(8)),
                old);

        purge.run();

        assertEquals(young, database.text(tenant, "select id::text from webhook_received"));
    }

    @Test
    void whoHasMuchLosesTheOldestAndNobodyElseAnything() throws SQLException {
        String quiet = Api.freshTenant();
        insert(quiet, "user:bob", 1, 1_000, "done");
        insert(tenant, "user:bob", 1, 1_000, "done");
        insert(tenant, "user:ada", 100, 10_000_000, "done");
        insert(tenant, "user:ada", 1, 50, "received");

        purge.removeBeyond(500_000_000);

        assertEquals(1, database.number(quiet, "select count(*) from webhook_received"));
        assertEquals(1, database.number(tenant, "select count(*) from webhook_received where maker = 'user:bob'"));
        assertEquals(1, database.number(tenant, "select count(*) from webhook_received where state = 'received'"));
        long kept = database.number(
                tenant, "select count(*) from webhook_received where maker = 'user:ada' and state = 'done'");
        assertTrue(kept > 30 && kept < 50, "kept: " + kept);
        assertEquals(
                kept,
                database.number(
                        tenant,
                        "select max(message_id::int) from webhook_received where maker = 'user:ada' and state = 'done'"));
    }

    @Test
    void aDeliveryOfOneByteCountsAsWhatItTakes() throws SQLException {
        insert(tenant, "user:ada", 2_000, 1, "done");

        purge.removeBeyond(5_000_000);

        long kept = database.number(tenant, "select count(*) from webhook_received");
        assertTrue(kept > 0 && kept * 4_096 <= 5_000_000, "kept: " + kept);
    }

    /// One a second, from the newest to the oldest, all of them older than what is there already.
    private void insert(String where, String maker, int count, int bytes, String state) {
        database.update(
                where,
                "insert into webhook_received (tenant, id, source, maker, message_id, body, size_bytes, errand,"
                        + " received_at, state) select ?, gen_random_uuid(), ?::uuid, ?, i, '', ?, '{}',"
                        + " now() - (select count(*) from webhook_received) * interval '1 second'"
                        + " - i * interval '1 second', ? from generate_series(1, ?) as i",
                where,
                source,
                maker,
                bytes,
                state,
                count);
    }

    private void wantWebhooks() {
        Api.patch(
                        ada,
                        "/api/notifications/preferences",
                        "{\"categories\":{\"webhook\":{\"inApp\":true,\"email\":false,\"push\":false}}}")
                .expect(200);
    }

    /// Jobs that begin in a minute or later.
    private long waiting() {
        return database.number(
                tenant,
                "select count(*) from job where next_attempt_at > ?",
                Instant.now().plusSeconds(60));
    }

    private String send(String message, String body, Errand errand) {
        return send(message, body.getBytes(StandardCharsets.UTF_8), errand);
    }

    private String send(String message, byte[] body, Errand errand) {
        String id = Ids.named("webhook:" + source + ":" + message).toString();
        kafka.send(id, event(tenant, message, body, errand), null);
        return id;
    }

    private WebhookReceived event(String message, String body, Errand errand) {
        return event(tenant, message, body.getBytes(StandardCharsets.UTF_8), errand);
    }

    private WebhookReceived event(String where, String message, byte[] body, @Nullable Errand errand) {
        return new WebhookReceived(
                new TenantId(where),
                source,
                "github",
                message,
                "push",
                "application/json",
                Base64.getEncoder().encodeToString(body),
                "generic",
                errand,
                null);
    }

    private String startReminder(Caller who) {
        return read(Api.post(
                                who,
                                "/api/workflow/start",
                                "{\"type\":\"reminder\",\"input\":{\"text\":\"later\",\"after\":\"P300D\"}}")
                        .expect(202)
                        .text())
                .path("id")
                .asText();
    }

    private void awaitEnd(String delivery, String state, String note) {
        await().until(() -> database.number(
                        tenant,
                        "select count(*) from webhook_received where id = ?::uuid and state in ('done', 'failed')",
                        delivery)
                == 1);
        assertEquals(
                state + " " + note,
                database.text(
                        tenant,
                        "select state || ' ' || coalesce(note, '') from webhook_received where id = ?::uuid",
                        delivery));
    }

    private Answer replay(Caller who, String delivery) {
        return Api.post(who, log("/" + delivery + "/replay"), "{}");
    }

    private String log(String rest) {
        return "/api/webhook-sources/" + source + "/deliveries" + rest;
    }

    private Set<String> titles() {
        JsonNode inbox = read(Api.get(ada, "/api/notifications").text());
        return inbox.path("items")
                .valueStream()
                .map(item -> item.path("title").asText())
                .collect(Collectors.toSet());
    }

    private static String content(StandIn.Asked posted) {
        return String.valueOf(Json.read(posted.body(), Map.class).get("content"));
    }

    private static JsonNode claims(StandIn.Asked asked) {
        String payload = asked.header("authorization").split("\\.")[1];
        return read(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    private static JsonNode read(String json) {
        return Json.read(json, JsonNode.class);
    }
}
