package dev.atrium.jobs.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class RoomProjectionTest {

    private static final TopicPartition SHARD = new TopicPartition(Topic.ROOMS_LOG.topicName(), 901);
    private static final Instant AT = Instant.parse("2026-02-01T12:00:00Z");
    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Actor BOB = new Actor("user:bob", "bob");

    private final TenantId tenant = new TenantId(Api.freshTenant());
    private final String room = Ids.next().toString();

    @Inject
    RoomProjection projection;

    @Inject
    DataSource dataSource;

    @Inject
    Database database;

    @Test
    void whatHasTheNumberOfALostEventHasItsEffect() throws SQLException {
        RoomEvent created = new RoomEvent.RoomCreated(
                tenant, room, 1, AT, "Attic", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PRIVATE, ADA);
        RoomEvent set = new RoomEvent.MemberSet(tenant, room, 2, AT.plusSeconds(1), ADA, BOB, RoomEvent.Role.EDITOR);
        RoomEvent lost = new RoomEvent.RoomChanged(
                tenant, room, 3, AT.plusSeconds(2), ADA, "Loft", RoomEvent.Visibility.PRIVATE, RoomEvent.Role.VIEWER);
        RoomEvent more =
                new RoomEvent.MemberSet(tenant, room, 4, AT.plusSeconds(3), ADA, BOB, RoomEvent.Role.COMMENTER);
        happens(created, set, lost, more);
        assertEquals(Set.of("user:ada", "user:bob"), readers());

        projection.restart(Set.of(SHARD));
        happens(created, set, new RoomEvent.MemberRemoved(tenant, room, 3, AT.plusSeconds(20), ADA, BOB.subject()));

        assertEquals(Set.of("user:ada"), readers());
    }

    @Test
    void whatIsReadAgainHasNoEffectThoughClocksDiffer() throws SQLException {
        RoomEvent created = new RoomEvent.RoomCreated(
                tenant, room, 1, AT, "Attic", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PRIVATE, ADA);
        RoomEvent set =
                new RoomEvent.MemberSet(tenant, room, 2, AT.plusNanos(7_999_999), ADA, BOB, RoomEvent.Role.EDITOR);
        RoomEvent removed = new RoomEvent.MemberRemoved(tenant, room, 3, AT.minusSeconds(1), ADA, BOB.subject());
        happens(created, set, removed);

        projection.restart(Set.of(SHARD));
        happens(created, set);

        assertEquals(Set.of("user:ada"), readers());
    }

    @Test
    void whatANodeOfTheVersionBeforeHasAppliedHasNoEffectAgain() throws SQLException {
        RoomEvent created = new RoomEvent.RoomCreated(
                tenant, room, 1, AT, "Attic", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PRIVATE, ADA);
        happens(created);
        // It took Bob away again.
        database.update(tenant.value(), "update room set applied = 3 where id = ?", room);

        happens(created, new RoomEvent.MemberSet(tenant, room, 2, AT.plusSeconds(1), ADA, BOB, RoomEvent.Role.EDITOR));
        assertEquals(Set.of("user:ada"), readers());

        happens(new RoomEvent.MemberSet(tenant, room, 4, AT.plusSeconds(3), ADA, BOB, RoomEvent.Role.EDITOR));
        assertEquals(Set.of("user:ada", "user:bob"), readers());
        happens(new RoomEvent.MemberRemoved(tenant, room, 3, AT.plusSeconds(20), ADA, BOB.subject()));
        assertEquals(Set.of("user:ada"), readers());
    }

    private void happens(RoomEvent... events) throws SQLException {
        projection.apply(
                Stream.of(events).<Followed>map(Followed.InRoom::new).toList(),
                Map.of(SHARD, new Position(events.length, 1, events.length)));
    }

    private Set<String> readers() throws SQLException {
        return TenantConnections.inTransaction(dataSource, connection -> {
            TenantConnections.enter(connection, tenant);
            return Rooms.readers(connection, tenant, Set.of(room), Set.of("user:ada", "user:bob"), Instant.now())
                    .getOrDefault(room, Set.of());
        });
    }
}
