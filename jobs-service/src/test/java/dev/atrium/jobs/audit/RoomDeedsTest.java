package dev.atrium.jobs.audit;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.rooms.RoomProjection;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the audit trail is told of rooms.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class RoomDeedsTest {

    private static final Instant AT = Instant.parse("2026-02-01T12:00:00Z");
    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Actor BOB = new Actor("user:bob", "bob");

    private final TenantId tenant = new TenantId(Api.freshTenant());
    private final String room = Ids.next().toString();

    @Inject
    RoomProjection rooms;

    @Inject
    Kafka kafka;

    @Test
    void eachChangeOfWhoMayDoWhatIsToldOnceAndByWhom() throws SQLException {
        List<RoomEvent> events = List.of(
                created(ADA),
                new RoomEvent.RoomChanged(
                        tenant, room, 2, AT, ADA, "Attic", RoomEvent.Visibility.PUBLIC, RoomEvent.Role.VIEWER),
                new RoomEvent.MemberSet(tenant, room, 3, AT, ADA, BOB, RoomEvent.Role.EDITOR),
                new RoomEvent.LinkMade(tenant, room, 4, AT, ADA, "link1", "00", RoomEvent.Role.COMMENTER, AT, 5),
                new RoomEvent.MessagePosted(tenant, room, 5, AT, "m1", BOB, "hello", null, null),
                new RoomEvent.MemberJoined(
                        tenant, room, 6, AT, new Actor("user:eve", "eve"), RoomEvent.Role.COMMENTER, "link1", 1),
                new RoomEvent.MemberBanned(tenant, room, 7, AT, ADA, "user:eve", null, "noise at night"),
                new RoomEvent.MemberUnbanned(tenant, room, 8, AT, BOB, "user:eve"),
                new RoomEvent.LinkRevoked(tenant, room, 9, AT, ADA, "link1"),
                new RoomEvent.MemberRemoved(tenant, room, 10, AT, BOB, BOB.subject()));

        happens(events);
        happens(events);
        happens(List.of(
                new RoomEvent.MemberRemoved(tenant, room, 11, AT, ADA, "user:eve"),
                new RoomEvent.RoomArchived(tenant, room, 12, AT, ADA, true),
                new RoomEvent.RoomDeleted(tenant, room, 13, AT, BOB)));

        awaitDeeds(List.of(
                "user:ada room.change {at=2026-02-01T12:00:00Z, everyone=viewer, visibility=public}",
                "user:ada room-member.set {at=2026-02-01T12:00:00Z, member=user:bob, role=editor}",
                "user:ada room-link.create {at=2026-02-01T12:00:00Z, link=link1, role=commenter, until=2026-02-01T12:00:00Z, uses=5}",
                "user:eve room-member.join {at=2026-02-01T12:00:00Z, link=link1, role=commenter}",
                "user:ada room-ban.set {at=2026-02-01T12:00:00Z, member=user:eve}",
                "user:bob room-ban.remove {at=2026-02-01T12:00:00Z, member=user:eve}",
                "user:ada room-link.revoke {at=2026-02-01T12:00:00Z, link=link1}",
                "user:bob room-member.remove {at=2026-02-01T12:00:00Z, member=user:bob}",
                "user:ada room-member.remove {at=2026-02-01T12:00:00Z, member=user:eve}",
                "user:ada room.archive {archived=true, at=2026-02-01T12:00:00Z}",
                "user:bob room.delete {at=2026-02-01T12:00:00Z}"));
    }

    @Test
    void whatComesBackFromABackupIsNotToldAgain() throws SQLException {
        happens(List.of(
                created(Restorer.ACTOR),
                new RoomEvent.MemberSet(tenant, room, 2, AT, ADA, BOB, RoomEvent.Role.EDITOR)));
        happens(List.of(
                new RoomEvent.MemberSet(tenant, room, 3, AT, BOB, ADA, RoomEvent.Role.VIEWER),
                new RoomEvent.MemberSet(tenant, room, 4, AT, Restorer.ACTOR, ADA, RoomEvent.Role.OWNER),
                new RoomEvent.MemberRemoved(tenant, room, 5, AT, Restorer.ACTOR, Restorer.SUBJECT),
                new RoomEvent.MemberRemoved(tenant, room, 6, AT, ADA, BOB.subject())));

        awaitDeeds(List.of("user:ada room-member.remove {at=2026-02-01T12:00:00Z, member=user:bob}"));
    }

    @Test
    void whatFollowsFromATeamIsNoDeed() throws SQLException {
        Actor deck = new Actor(Teams.subject("1"), "Deck");
        happens(List.of(
                created(ADA),
                new RoomEvent.MemberSet(tenant, room, 2, AT, ADA, deck, RoomEvent.Role.EDITOR),
                new RoomEvent.MemberSet(
                        tenant,
                        room,
                        3,
                        AT,
                        Teams.ACTOR,
                        BOB,
                        RoomEvent.Role.EDITOR,
                        null,
                        Map.of("1", RoomEvent.Role.EDITOR)),
                new RoomEvent.MemberRemoved(tenant, room, 4, AT, ADA, deck.subject()),
                new RoomEvent.MemberRemoved(tenant, room, 5, AT, Teams.ACTOR, BOB.subject())));

        awaitDeeds(List.of(
                "user:ada room-member.set {at=2026-02-01T12:00:00Z, member=team:1, role=editor}",
                "user:ada room-member.remove {at=2026-02-01T12:00:00Z, member=team:1}"));
    }

    private RoomEvent created(Actor owner) {
        return new RoomEvent.RoomCreated(
                tenant, room, 1, AT, "Attic", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PRIVATE, owner);
    }

    private void happens(List<RoomEvent> events) throws SQLException {
        rooms.apply(events.stream().<Followed>map(Followed.InRoom::new).toList(), Map.of());
    }

    private void awaitDeeds(List<String> deeds) {
        await().until(() -> kafka.deeds(tenant.value()).size() >= deeds.size());
        assertEquals(deeds, kafka.deeds(tenant.value()));
    }
}
