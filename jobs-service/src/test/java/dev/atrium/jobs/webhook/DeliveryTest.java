package dev.atrium.jobs.webhook;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.outside.Reply;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.signature.StandardWebhooks;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Deliveries to a real receiver. Four attempts are made, at most 0.2 seconds apart.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class DeliveryTest {

    @SuppressWarnings("NullAway.Init")
    StandIn receiver;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    @Inject
    EndpointLane lane;

    @Inject
    EventPurge purge;

    @Inject
    Deliveries deliveries;

    @Inject
    Claims claims;

    @Inject
    Outcomes outcomes;

    @Inject
    TurnEnd turnEnd;

    private final String tenant = Api.freshTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void whatHappensIsSentOnceInTheFormOfStandardWebhooks() {
        Hooks hook = Hooks.register(ada, receiver, "user.created");
        String eventId = Ids.next().toString();
        Event created = new Event.UserCreated(new TenantId(tenant), "u1", "new@example.com", "New", ada.subject());

        kafka.send(eventId, created, null);
        kafka.send(eventId, created, null);
        StandIn.Asked asked = hook.awaitAsked(1).getFirst();

        JsonNode body = Hooks.read(asked.body());
        assertEquals("user.created", body.path("type").asText());
        assertEquals("u1", body.at("/data/id").asText());
        assertFalse(Instant.parse(body.path("timestamp").asText()).isAfter(Instant.now()));
        assertEquals("application/json", asked.header("content-type"));
        assertSigned(hook.secret(), asked);
        JsonNode delivery =
                hook.awaitStatus(hook.deliveries("").path(0).path("id").asText(), "delivered");
        assertEquals(asked.header("webhook-id"), delivery.path("eventId").asText());
        assertEquals(1, delivery.path("attempts").asInt());
        assertEquals(204, delivery.at("/log/0/status").asInt());
        assertFalse(delivery.at("/log/0/headers/webhook-signature").asText().contains("v1,"));
        assertEquals(body, delivery.path("body"));
        kafka.send(Ids.next().toString(), created, null);
        hook.awaitAsked(2);
        assertEquals(2, hook.deliveries("").size());
    }

    @Test
    void aFailureIsTriedAgainWithTheSameIdUntilItSucceeds() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        receiver.on(hook.path(), count -> new StandIn.Reply.Answer(count < 3 ? 500 : 200, "{\"n\":" + count + "}"));

        String id = hook.test("room.created").path("id").asText();

        JsonNode delivery = hook.awaitStatus(id, "delivered");
        List<StandIn.Asked> asked = hook.awaitAsked(3);
        assertEquals(
                1, asked.stream().map(a -> a.header("webhook-id")).distinct().count());
        assertEquals(1, asked.stream().map(StandIn.Asked::body).distinct().count());
        asked.forEach(one -> assertSigned(hook.secret(), one));
        assertEquals(3, delivery.path("attempts").asInt());
        assertEquals("{\"n\":3}", delivery.at("/log/0/answer").asText());
        assertEquals("it answered 500", delivery.at("/log/1/error").asText());
        assertEquals(0, hook.get().path("failures").asInt());
    }

    @Test
    void afterTheLastAttemptItHasFailedAndCanBeSentAgain() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        receiver.on(hook.path(), 400, "no");
        Instant before = Instant.now().minusSeconds(60);
        String one = hook.test("room.created").path("id").asText();
        String other = hook.test("room.changed").path("id").asText();
        assertEquals(4, hook.awaitStatus(one, "failed").path("attempts").asInt());
        hook.awaitStatus(other, "failed");
        assertEquals(2, hook.deliveries("?status=failed").size());
        assertEquals(1, hook.deliveries("?status=failed&type=room.changed").size());
        assertEquals(0, hook.deliveries("?until=" + before).size());

        receiver.on(hook.path(), 200, "");
        Api.post(ada, hook.address() + "/deliveries/" + one + "/replay", "").expect(202);
        assertEquals(5, hook.awaitStatus(one, "delivered").path("attempts").asInt());
        Api.post(ada, hook.address() + "/recover", "{\"since\":\"" + before + "\"}")
                .expect(202)
                .body("count", equalTo(1));
        hook.awaitStatus(other, "delivered");
        Api.post(ada, hook.address() + "/recover", "{}").expect(400);
    }

    @Test
    void whoIsGoneIsDisabledAndItsOwnerIsTold() {
        Hooks other = Hooks.register(ada, receiver, "endpoint.*");
        Hooks hook = Hooks.register(ada, receiver, "*");
        receiver.on(hook.path(), 410, "");

        String id = hook.test("room.created").path("id").asText();

        hook.awaitStatus(id, "failed");
        JsonNode endpoint = hook.get();
        assertFalse(endpoint.path("enabled").asBoolean());
        assertEquals("gone", endpoint.path("disabledReason").asText());
        JsonNode told = Hooks.read(other.awaitAsked(1).getFirst().body());
        assertEquals("endpoint.disabled", told.path("type").asText());
        assertEquals(hook.id(), told.at("/data/endpoint").asText());
        Api.get(ada, "/api/notifications")
                .expect(200)
                .body("items[0].title", containsString("webhook endpoint was disabled"))
                .body("items[0].link", equalTo("/?inbox"))
                .body("items[0].data.endpoint", equalTo(hook.id()));
        Api.post(ada, hook.address() + "/test", "{\"type\":\"room.created\"}").expect(409);
    }

    @Test
    void whoOnlyFailsForTooLongIsDisabled() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        receiver.on(hook.path(), 500, "");
        database.update(tenant, "update webhook_endpoint set failing_since = now() - interval '5 days', failures = 9");

        hook.test("room.created");

        await().until(() -> !hook.get().path("enabled").asBoolean());
        assertEquals("failing", hook.get().path("disabledReason").asText());
        receiver.on(hook.path(), 200, "");
        JsonNode enabled = hook.patch("{\"enabled\":true}");
        assertEquals(0, enabled.path("failures").asInt());
        await().until(() -> hook.deliveries("?status=delivered").size() == 1);
    }

    @Test
    void whatWasMissedWhileDisabledIsSentOnRequest() {
        Hooks hook = Hooks.register(ada, receiver, "user.*");
        hook.patch("{\"enabled\":false}");
        Instant before = Instant.now();
        kafka.send(Ids.next().toString(), created("missed"), null);
        Hooks witness = Hooks.register(ada, receiver, "user.*");
        kafka.send(Ids.next().toString(), created("later"), null);
        witness.awaitAsked(1);
        hook.patch("{\"enabled\":true}");
        assertEquals(0, hook.deliveries("").size());

        Api.post(ada, hook.address() + "/replay-missing", "{\"since\":\"" + before.minusSeconds(1) + "\"}")
                .expect(202)
                .body("count", equalTo(2));
        Api.post(ada, hook.address() + "/replay-missing", "{\"since\":\"" + before.minusSeconds(1) + "\"}")
                .expect(202)
                .body("count", equalTo(0));

        hook.awaitAsked(2);
        assertEquals(
                List.of("later", "missed"),
                receiver.asked(hook.path()).stream()
                        .map(asked -> Hooks.read(asked.body()).at("/data/id").asText())
                        .sorted()
                        .toList());
    }

    @Test
    void bothSecretsSignWhileTheFormerOneHolds() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        String second = Hooks.read(Api.post(ada, hook.address() + "/rotations", "{\"overlapSeconds\":3600}")
                        .expect(201)
                        .text())
                .path("secret")
                .asText();
        hook.test("room.created");
        StandIn.Asked both = hook.awaitAsked(1).getFirst();
        assertSigned(hook.secret(), both);
        assertSigned(second, both);

        String third = Hooks.read(Api.post(ada, hook.address() + "/rotations", "{\"overlapSeconds\":0}")
                        .expect(201)
                        .text())
                .path("secret")
                .asText();
        hook.test("room.created");
        StandIn.Asked one = hook.awaitAsked(2).getLast();
        assertSigned(third, one);
        assertEquals(1, one.header("webhook-signature").split(" ").length);
    }

    @Test
    void publicKeysCheckWhatPrivateOnesSigned() {
        String path = "/hook/" + Ids.next();
        receiver.on(path, 200, "");
        JsonNode made = Hooks.read(Api.post(
                        ada,
                        Hooks.ENDPOINTS,
                        "{\"url\":\"" + receiver.url() + path
                                + "\",\"eventTypes\":[\"*\"],\"signature\":\"v1a\",\"headers\":{\"X-Own\":\"mine\"}}")
                .expect(201)
                .text());
        Hooks hook = new Hooks(ada, made.path("id").asText(), "", path, receiver);

        hook.test("room.created");

        StandIn.Asked asked = hook.awaitAsked(1).getFirst();
        assertSigned(made.path("publicKeys").path(0).asText(), asked);
        assertEquals("mine", asked.header("x-own"));
    }

    @Test
    void redirectsAreNotFollowed() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        Hooks elsewhere = Hooks.register(ada, receiver, "user.created");
        receiver.on(
                hook.path(),
                _ -> new StandIn.Reply.Answer(307, "", Map.of("Location", receiver.url() + elsewhere.path())));

        String id = hook.test("room.created").path("id").asText();

        assertEquals(
                "it answered 307; redirects are not followed",
                hook.awaitStatus(id, "failed").path("lastError").asText());
        assertEquals(List.of(), receiver.asked(elsewhere.path()));
    }

    @Test
    void whereAnAddressHasBecomePrivateNothingIsSent() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        // As a name would have that is looked up anew.
        database.update(tenant, "update webhook_endpoint set url = replace(url, '127.0.0.1', '127.0.0.2')");

        String id = hook.test("room.created").path("id").asText();

        assertTrue(hook.awaitStatus(id, "failed").path("lastError").asText().contains("public"));
        assertEquals(List.of(), receiver.asked(hook.path()));
    }

    @Test
    void aReceiverThatDoesNotAnswerHoldsUpNobodyElse() {
        Hooks slow = Hooks.register(ada, receiver, "*");
        receiver.on(slow.path(), _ -> new StandIn.Reply.Silence());
        for (int i = 0; i < 30; i++) {
            slow.test("room.created");
        }
        Hooks sibling = Hooks.register(ada, receiver, "*");
        Caller stranger = Api.user(Api.freshTenant(), "stranger");
        Hooks foreign = Hooks.register(stranger, receiver, "*");
        slow.awaitAsked(1);

        String atSibling = sibling.test("room.created").path("id").asText();
        String atForeign = foreign.test("room.created").path("id").asText();

        sibling.awaitStatus(atSibling, "delivered");
        foreign.awaitStatus(atForeign, "delivered");
        assertEquals(0, slow.deliveries("?status=delivered").size());
        Api.delete(ada, slow.address()).expect(204);
    }

    @Test
    void theRateIsKept() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        hook.patch("{\"ratePerMinute\":120}");
        Instant start = Instant.now();

        for (int i = 0; i < 4; i++) {
            hook.test("room.created");
        }

        hook.awaitAsked(4);
        assertTrue(Duration.between(start, Instant.now()).toMillis() >= 1_500);
    }

    @Test
    void theReceiverCanHaveUsWait() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        receiver.on(
                hook.path(),
                count -> count == 1
                        ? new StandIn.Reply.Answer(429, "", Map.of("Retry-After", "2"))
                        : new StandIn.Reply.Answer(200, ""));
        Instant start = Instant.now();

        String one = hook.test("room.created").path("id").asText();
        hook.awaitAsked(1);
        String other = hook.test("room.created").path("id").asText();
        hook.awaitStatus(one, "delivered");
        hook.awaitStatus(other, "delivered");

        assertTrue(Duration.between(start, Instant.now()).toMillis() >= 2_000);
    }

    @Test
    void whatAKilledNodeWasSendingIsSentAgainWithTheSameId() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        String id = hook.test("room.created").path("id").asText();
        hook.awaitStatus(id, "delivered");
        // As a node leaves it that was killed while it waited for the answer.
        database.transaction(tenant, connection -> {
            Sql.update(
                    connection,
                    "update webhook_delivery set state = 'sending', started_at = now() - interval '1 minute',"
                            + " ended_at = null, next_attempt_at = null where id = ?",
                    UUID.fromString(id));
            lane.ensure(connection, new EndpointKey(new TenantId(tenant), UUID.fromString(hook.id())));
            return id;
        });
        lane.wake();

        JsonNode delivery = hook.awaitStatus(id, "delivered");
        List<StandIn.Asked> asked = hook.awaitAsked(2);
        assertEquals(asked.getFirst().header("webhook-id"), asked.getLast().header("webhook-id"));
        assertEquals(2, delivery.path("attempts").asInt());
    }

    @Test
    void whatWasPostponedForAReasonOfOurOwnDoesNotCount() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        EndpointKey key = new EndpointKey(new TenantId(tenant), UUID.fromString(hook.id()));
        Instant later = Instant.now().plusSeconds(9).truncatedTo(ChronoUnit.MILLIS);

        database.transaction(tenant, connection -> {
            Endpoint endpoint = EndpointTable.find(connection, key).orElseThrow();
            UUID id = deliveries.test(connection, key, endpoint, PublicType.USER_CREATED, null);
            Claimed claimed = claims.next(connection, key).orElseThrow();
            Outcomes.Attempt attempt = new Outcomes.Attempt(
                    claimed, later, Duration.ZERO, "{}", new Reply.Busy("busy"), new Verdict.Postponed(later));
            outcomes.store(connection, key, attempt, Instant.now());

            DeliveryView delivery = DeliveryTable.find(connection, key, id).orElseThrow();
            assertEquals(DeliveryState.PENDING, delivery.status());
            assertEquals(0, delivery.attempts());
            assertEquals(later, delivery.nextAttemptAt());
            assertEquals(0, EndpointTable.find(connection, key).orElseThrow().failures());
            connection.rollback();
            return id;
        });
    }

    @Test
    void howMuchWaitsMakesNoTurnDearer() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        EndpointKey key = new EndpointKey(new TenantId(tenant), UUID.fromString(hook.id()));

        long read = database.transaction(tenant, connection -> {
            waiting(connection, key, 4_000);
            // Those that were made for a small table are made anew when a table that has grown is analysed.
            Sql.update(connection, "discard plans");
            // Then it is asked whether anything is being sent.
            Sql.update(connection, "update webhook_endpoint set failures = 9");
            turnEnd.settle(connection, key, true);
            long before = rowsRead(connection);

            outcomes.abandon(connection, key, Instant.now().minusSeconds(60), Instant.now());
            assertTrue(claims.next(connection, key).isPresent());
            turnEnd.settle(connection, key, true);

            long after = rowsRead(connection);
            connection.rollback();
            return after - before;
        });

        assertTrue(read < 100, read + " rows and entries of indexes were read");
    }

    @Test
    void whatOverflowsTakesMoreAMinuteAfterThereIsRoomAgain() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        EndpointKey key = new EndpointKey(new TenantId(tenant), UUID.fromString(hook.id()));

        database.transaction(tenant, connection -> {
            waiting(connection, key, 5_000);
            Sql.update(connection, "update webhook_delivery set next_attempt_at = now() + interval '5 hours'");
            turnEnd.settle(connection, key, true);
            assertTrue(EndpointTable.find(connection, key).orElseThrow().overflowing());

            Sql.update(connection, "delete from webhook_delivery");
            turnEnd.settle(connection, key, true);
            assertTrue(EndpointTable.find(connection, key).orElseThrow().overflowing());
            assertTrue(Sql.exists(
                    connection,
                    "select 1 from execution_webhook where task_instance = ?"
                            + " and execution_time between now() and now() + interval '5 minutes'",
                    key.toString()));

            Sql.update(connection, "update webhook_endpoint set counted_at = counted_at - interval '1 minute'");
            turnEnd.settle(connection, key, true);
            assertFalse(EndpointTable.find(connection, key).orElseThrow().overflowing());
            connection.rollback();
            return key;
        });
    }

    /// So many deliveries, and one more, that are due now, or a little later each.
    private void waiting(Connection connection, EndpointKey endpoint, int count) throws SQLException {
        UUID first = deliveries.test(
                connection,
                endpoint,
                EndpointTable.find(connection, endpoint).orElseThrow(),
                PublicType.USER_CREATED,
                null);
        Sql.update(
                connection,
                "insert into webhook_delivery (tenant, id, endpoint_id, event_id, type, state, created_at,"
                        + " next_attempt_at) select tenant, gen_random_uuid(), endpoint_id, event_id, type, state,"
                        + " created_at, next_attempt_at + n * interval '1 millisecond'"
                        + " from webhook_delivery, generate_series(1, ?) as n where id = ?",
                count,
                first);
    }

    /// How many deliveries the connection's transaction has read, from the table or from its indexes.
    private static long rowsRead(Connection connection) throws SQLException {
        return Sql.count(
                connection,
                "select pg_stat_get_xact_tuples_returned('webhook_delivery'::regclass)"
                        + " + sum(pg_stat_get_xact_tuples_returned(indexrelid)) from pg_index"
                        + " where indrelid = 'webhook_delivery'::regclass");
    }

    @Test
    void whatIsDeletedIsRemoved() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        hook.awaitStatus(hook.test("room.created").path("id").asText(), "delivered");

        Api.delete(ada, hook.address()).expect(204);

        Api.get(ada, hook.address()).expect(404);
        await().until(() -> database.number(tenant, "select count(*) from webhook_endpoint") == 0);
        assertEquals(0, database.number(tenant, "select count(*) from webhook_delivery"));
        assertEquals(0, database.number(tenant, "select count(*) from webhook_secret"));
    }

    @Test
    void whatIsOldIsForgotten() throws SQLException {
        Hooks hook = Hooks.register(ada, receiver, "*");
        hook.awaitStatus(hook.test("room.created").path("id").asText(), "delivered");
        database.update(tenant, "update webhook_delivery set created_at = now() - interval '31 days'");
        database.update(tenant, "update webhook_event set at = now() - interval '31 days'");

        hook.awaitStatus(hook.test("room.changed").path("id").asText(), "delivered");

        await().until(() -> hook.deliveries("").size() == 1);
        purge.run();
        assertEquals(1, database.number(tenant, "select count(*) from webhook_event"));
    }

    private Event created(String user) {
        return new Event.UserCreated(new TenantId(tenant), user, user + "@example.com", "New", ada.subject());
    }

    private static void assertSigned(String secret, StandIn.Asked asked) {
        byte[] signed = StandardWebhooks.signed(
                asked.header("webhook-id"),
                Long.parseLong(asked.header("webhook-timestamp")),
                asked.body().getBytes(StandardCharsets.UTF_8));
        assertTrue(StandardWebhooks.fits(
                secret, signed, List.of(asked.header("webhook-signature").split(" "))));
    }
}
