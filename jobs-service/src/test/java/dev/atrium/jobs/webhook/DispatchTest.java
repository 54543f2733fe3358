package dev.atrium.jobs.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.rooms.RoomProjection;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.jobs.testing.Statements;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What much that happens at once costs: others wait for it.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class DispatchTest {

    private static final int MOST_STATEMENTS = 6;

    @SuppressWarnings("NullAway.Init")
    StandIn receiver;

    @Inject
    Database database;

    @Inject
    Dispatch dispatch;

    @Inject
    EndpointLane lane;

    @Inject
    RoomProjection rooms;

    @Inject
    EventPurge purge;

    private final TenantId tenant = new TenantId(Api.freshTenant());
    private final String room = Ids.next().toString();
    private final Caller ada = Api.user(tenant.value(), "ada");
    private final Caller grace = Api.user(tenant.value(), "grace");

    @Test
    void manyEventsForManyEndpointsAreAHandfulOfStatements() throws SQLException {
        for (int i = 0; i < 10; i++) {
            Hooks.register(ada, receiver, "message.*");
            Hooks.register(grace, receiver, "message.*");
        }
        happens(List.of(created()));
        List<PublicEvent> events = IntStream.range(0, 500)
                .mapToObj(i -> PublicEvent.of(
                        room + "/" + i,
                        PublicType.MESSAGE_POSTED,
                        Instant.now(),
                        PublicType.MESSAGE_POSTED.example(),
                        new Audience(null, room, false)))
                .toList();

        database.transaction(tenant.value(), connection -> {
            Statements statements = new Statements();
            dispatch.dispatch(statements.of(connection), tenant, events);

            int made = statements.made();
            assertTrue(made <= MOST_STATEMENTS, made + " statements");
            assertEquals(5_000, count(connection, "webhook_delivery"));
            assertEquals(500, count(connection, "webhook_event"));
            connection.rollback();
            return events;
        });
    }

    @Test
    void aLongBatchIsToldOnceAndInPieces() throws SQLException {
        Hooks.register(ada, receiver, "message.*");
        database.update(tenant.value(), "update webhook_endpoint set not_before = now() + interval '1 hour'");
        List<RoomEvent> batch = new ArrayList<>(List.of(created()));
        for (int i = 2; i <= 251; i++) {
            batch.add(posted(i));
        }

        happens(batch);
        happens(batch.subList(100, 251));

        assertEquals(250, database.number(tenant.value(), "select count(*) from webhook_delivery"));
        assertEquals(251, database.number(tenant.value(), "select applied from room"));
    }

    @Test
    void whatAMessageSaidIsSentToNobodyOnceItIsHidden() throws SQLException {
        Hooks hooks = Hooks.register(ada, receiver, "message.*");
        database.update(tenant.value(), "update webhook_endpoint set not_before = now() + interval '1 hour'");
        RoomEvent.MessagePosted message = posted(2);
        RoomEvent.MessagePosted other = posted(3);
        happens(List.of(created(), message, other));

        happens(List.of(new RoomEvent.MessageHidden(
                tenant,
                room,
                4,
                Instant.now(),
                message.message(),
                new RoomEvent.Original(2, message.at(), message.sender(), null),
                new Actor("system:moderation", "system:moderation"))));

        assertEquals(
                1, database.number(tenant.value(), "select count(*) from webhook_event where body like '%hello%'"));
        hooks.patch("{\"description\":\"awake\"}");
        hooks.awaitAsked(2);
        assertEquals(Set.of("message.posted", "message.hidden"), Set.copyOf(hooks.typesAsked()));
        assertEquals(
                "cancelled",
                database.text(
                        tenant.value(),
                        "select state from webhook_delivery where event_id = (select id from webhook_event"
                                + " where message = ?)",
                        message.message()));
    }

    @Test
    void whatIsHiddenIsForgottenWhateverTheClocksSay() throws SQLException {
        Hooks.register(ada, receiver, "message.*");
        database.update(tenant.value(), "update webhook_endpoint set not_before = now() + interval '1 hour'");
        RoomEvent.MessagePosted message = posted(2);
        happens(List.of(created(), message));

        // By a node whose clock is behind.
        happens(List.of(new RoomEvent.MessageHidden(
                tenant,
                room,
                3,
                message.at().minusSeconds(5),
                message.message(),
                new RoomEvent.Original(2, message.at(), message.sender(), null),
                new Actor("system:moderation", "system:moderation"))));

        assertEquals(
                0, database.number(tenant.value(), "select count(*) from webhook_event where body like '%hello%'"));
    }

    @Test
    void nothingIsKeptForWhoTakesNothingForLongerThanAnythingIsKept() throws SQLException {
        Hooks.register(ada, receiver, "*").patch("{\"enabled\":false}");
        assertEquals(1, keptAfter("for later"));

        database.update(tenant.value(), "update webhook_endpoint set disabled_at = now() - interval '31 days'");
        assertEquals(1, keptAfter("disabled for too long"));
        database.update(tenant.value(), "update webhook_endpoint set disabled_at = now(), disabled_reason = 'left'");
        assertEquals(1, keptAfter("left"));

        database.update(tenant.value(), "update webhook_event set at = now() - interval '31 days'");
        purge.run();
        assertEquals(0, database.number(tenant.value(), "select count(*) from webhook_event"));
    }

    /// As when all of a topic is read again, behind an inbox that has forgotten it.
    @Test
    void whatIsOlderThanAnythingIsKeptIsNotToldAgain() {
        Hooks.register(ada, receiver, "*");
        database.update(tenant.value(), "update webhook_endpoint set created_at = now() - interval '2 years'");

        assertEquals(0, keptAfter("a year ago", Instant.now().minus(Duration.ofDays(365))));
        assertEquals(1, keptAfter("now"));
    }

    @Test
    void whoLeftBeforeTheyEnabledTheirEndpointHasNotLeftIt() {
        Hooks cameBack = Hooks.register(grace, receiver, "*");
        Hooks enabled = Hooks.register(grace, receiver, "*");
        Hooks untouched = Hooks.register(grace, receiver, "*");
        database.update(
                tenant.value(),
                "update webhook_endpoint set created_at = now() - interval '2 years' where id <> '%s'"
                        .formatted(cameBack.id()));
        database.update(
                tenant.value(),
                "update webhook_endpoint set enabled = false, disabled_reason = 'left', disabled_at = now()"
                        + " where id = '%s'".formatted(enabled.id()));
        enabled.patch("{\"enabled\":true}");

        database.transaction(tenant.value(), connection -> {
            Instant now = Instant.now();
            EndpointTable.ownerLeft(connection, tenant, grace.subject(), now.minus(Duration.ofDays(365)), now);
            return now;
        });

        assertTrue(cameBack.get().path("enabled").asBoolean());
        assertTrue(enabled.get().path("enabled").asBoolean());
        assertEquals("left", untouched.get().path("disabledReason").asText());
    }

    @Test
    void endpointsAreHeldInTheSameOrderByAll() {
        List<UUID> ids = List.of(
                UUID.fromString("00000000-0000-7000-8000-00000000000b"),
                UUID.fromString("00000000-0000-7000-8000-00000000000a"),
                UUID.fromString("00000000-0000-7000-8000-00000000000c"));

        database.transaction(tenant.value(), connection -> {
            lane.ensure(
                    connection,
                    Set.copyOf(
                            ids.stream().map(id -> new EndpointKey(tenant, id)).toList()));

            List<String> inOrder = Sql.query(
                    connection,
                    "select task_instance from execution_webhook where tenant = ? order by priority desc",
                    row -> row.getString(1),
                    tenant.value());
            assertEquals(inOrder.stream().sorted().toList(), inOrder);
            assertEquals(3, inOrder.size());
            connection.rollback();
            return ids;
        });
    }

    /// How many events are kept when this has happened, too.
    private long keptAfter(String user) {
        return keptAfter(user, Instant.now());
    }

    private long keptAfter(String user, Instant at) {
        return database.transaction(tenant.value(), connection -> {
            PublicEvent event = PublicEvent.of(
                    tenant + user,
                    PublicType.USER_CREATED,
                    at,
                    PublicType.USER_CREATED.example(),
                    new Audience(ada.subject(), null, false));
            dispatch.dispatch(connection, tenant, List.of(event));
            return count(connection, "webhook_event");
        });
    }

    private static long count(Connection connection, String table) throws SQLException {
        return Sql.first(connection, "select count(*) from " + table, row -> row.getLong(1))
                .orElseThrow();
    }

    private void happens(List<RoomEvent> events) throws SQLException {
        rooms.apply(events.stream().<Followed>map(Followed.InRoom::new).toList(), Map.of());
    }

    private RoomEvent created() {
        return new RoomEvent.RoomCreated(
                tenant,
                room,
                1,
                Instant.now(),
                "a room",
                RoomEvent.Kind.CHAT,
                RoomEvent.Visibility.PRIVATE,
                ada.actor());
    }

    private RoomEvent.MessagePosted posted(long sequence) {
        return new RoomEvent.MessagePosted(
                tenant, room, sequence, Instant.now(), "m" + sequence, ada.actor(), "hello", null, null);
    }
}
