package dev.atrium.jobs.team;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.rooms.RoomProjection;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rooms have as members who is in their teams, in whatever order it becomes known who that is.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class TeamsTest {

    private static final Actor ADA = new Actor("user:ada", "ada");

    @Inject
    RoomProjection rooms;

    @Inject
    Kafka kafka;

    @Inject
    Database database;

    @SuppressWarnings("NullAway.Init")
    StandIn roomService;

    private final TenantId tenant = new TenantId(Api.freshTenant());
    private final String room = Ids.next().toString();
    private final String team = Ids.next().toString();
    /// Who is in the room by the team, as the stand-in was told.
    private final NavigableSet<String> inRoom = new ConcurrentSkipListSet<>();
    private final Random random = new Random(7);
    private long sequence;
    private volatile @Nullable String name;
    private volatile boolean away;

    @BeforeEach
    void openTheRoom() throws SQLException {
        roomService.onRequest(path(), this::told);
        happens(new RoomEvent.RoomCreated(
                tenant,
                room,
                ++sequence,
                Instant.now(),
                "Lobby",
                RoomEvent.Kind.CHAT,
                RoomEvent.Visibility.PRIVATE,
                ADA));
    }

    @Test
    void aRoomHasTheMembersOfItsTeamFromWhenEachJoinsUntilItLeaves() throws SQLException {
        named("Deck");
        joins("user:ada");
        comes();
        awaitMembers("user:ada");
        assertEquals("Deck", name);

        joins("user:bob");
        awaitMembers("user:ada", "user:bob");
        leaves("user:ada");
        awaitMembers("user:bob");
        named("Bridge");
        await().until(() -> "Bridge".equals(name));
        named("\u2003");
        await().until(() -> team.equals(name));
        named(null);
        awaitMembers();
    }

    @Test
    void whatBecomesKnownInWhateverOrderComesToTheSame() throws SQLException {
        TreeSet<String> members = new TreeSet<>();
        int knownAt = random.nextInt(30);
        int comesAt = random.nextInt(30);
        for (int step = 0; step < 60; step++) {
            if (step == knownAt) {
                named("Deck");
            }
            if (step == comesAt) {
                comes();
            }
            String subject = "user:" + random.nextInt(12);
            if (members.remove(subject)) {
                leaves(subject);
            } else {
                members.add(subject);
                joins(subject);
            }
        }

        awaitMembers(members.toArray(String[]::new));
    }

    @Test
    void aTeamThatIsNotKnownYetIsWaitedFor() throws SQLException {
        comes();
        joins("user:ada");
        awaitKnown(1);
        awaitNothingToTell();
        assertEquals(List.of(), roomService.asked(path()));

        named("Deck");
        awaitMembers("user:ada");
    }

    @Test
    void aLargeTeamIsToldInPartsThatLeaveNobodyOut() throws SQLException {
        List<String> members = IntStream.range(0, 2 * StepJob.AT_ONCE + 1)
                .mapToObj(i -> "user:" + i)
                .toList();
        inRoom.addAll(Set.of("user:!", "user:20x", "user:zzz"));
        named("Deck");
        members.forEach(this::joins);
        awaitKnown(members.size());
        comes();

        awaitMembers(members.toArray(String[]::new));
        assertTrue(roomService.asked(path()).size() >= 3);
    }

    @Test
    void aRoomThatIsAwayIsToldLater() throws SQLException {
        away = true;
        named("Deck");
        joins("user:ada");
        comes();
        awaitToldLater();

        away = false;
        joins("user:bob");
        await().until(() -> inRoom.contains("user:bob"));
    }

    @Test
    void aRoomThatIsNotThereIsToldLaterUnlessItWasDeleted() throws SQLException {
        roomService.on(path(), 404, "{}");
        named("Deck");
        joins("user:ada");
        awaitKnown(1);
        comes();
        await().until(() -> !roomService.asked(path()).isEmpty());
        roomService.onRequest(path(), this::told);
        awaitMembers("user:ada");

        roomService.on(path(), 404, "{}");
        int asked = roomService.asked(path()).size();
        joins("user:bob");
        await().until(() -> roomService.asked(path()).size() > asked);
        happens(new RoomEvent.RoomDeleted(tenant, room, ++sequence, Instant.now(), ADA));
        awaitNothingToTell();
    }

    @Test
    void aTeamThatChangesAllTheTimeIsToldAgainLater() throws SQLException {
        named("Deck");
        joins("user:ada");
        awaitKnown(1);
        roomService.onRequest(path(), asked -> {
            database.update(tenant.value(), "update team set name = name || '.' where id = ?", team);
            return told(asked);
        });

        comes();
        awaitToldLater();
    }

    @Test
    void whoIsNotBannedAnyMoreAndWhatHasComeBackIsToldAgain() throws SQLException {
        named("Deck");
        joins("user:ada");
        comes();
        awaitMembers("user:ada");

        inRoom.clear();
        happens(new RoomEvent.MemberUnbanned(tenant, room, ++sequence, Instant.now(), ADA, "user:ada"));
        awaitMembers("user:ada");
        inRoom.clear();
        isBannedForAMoment("user:ada");
        awaitMembers("user:ada");
        inRoom.clear();
        happens(new RoomEvent.MemberRemoved(tenant, room, ++sequence, Instant.now(), Restorer.ACTOR, Restorer.SUBJECT));
        awaitMembers("user:ada");
    }

    @Test
    void whoseBanHasEndedComesByTeamsThatCameMeanwhile() throws SQLException {
        named("Deck");
        joins("user:ada");
        awaitKnown(1);
        isBannedForAMoment("user:ada");
        comes();

        await().until(() -> roomService.asked(path()).stream()
                .map(asked -> Json.read(asked.bytes(), JsonNode.class))
                .anyMatch(body -> body.path("from").asText().equals("user:ada")
                        && body.path("to").asText().equals("user:ada")));
    }

    @Test
    void whatHasNoTeamAnyMoreIsToldNothing() throws SQLException {
        named("Deck");
        joins("user:ada");
        comes();
        awaitMembers("user:ada");

        happens(new RoomEvent.MemberRemoved(tenant, room, ++sequence, Instant.now(), ADA, Teams.subject(team)));
        awaitNothingToTell();
        int asked = roomService.asked(path()).size();
        joins("user:bob");
        awaitKnown(2);
        awaitNothingToTell();
        assertEquals(asked, roomService.asked(path()).size());
    }

    /// The room is told a second from now: the end of a ban is waited for a little longer, as clocks differ.
    private void isBannedForAMoment(String subject) throws SQLException {
        Instant end = Instant.now().plusSeconds(1).minus(BanEndJob.SKEW);
        happens(new RoomEvent.MemberBanned(tenant, room, ++sequence, Instant.now(), ADA, subject, end, null));
    }

    /// What a room does with it.
    private StandIn.Reply told(StandIn.Asked asked) {
        if (away) {
            return new StandIn.Reply.Answer(503, "{}");
        }
        JsonNode body = Json.read(asked.bytes(), JsonNode.class);
        String from = body.path("from").asText("");
        String to = body.path("to").asText("\uffff");
        Set<String> members =
                body.path("members").findValuesAsText("subject").stream().collect(Collectors.toSet());
        inRoom.removeIf(
                subject -> subject.compareTo(from) >= 0 && subject.compareTo(to) <= 0 && !members.contains(subject));
        inRoom.addAll(members);
        name = body.path("name").asText(null);
        return new StandIn.Reply.Answer(200, "{\"left\":0}");
    }

    private String path() {
        return "/internal/rooms/" + room + "/teams/" + team;
    }

    private void awaitMembers(String... subjects) {
        await().until(() -> inRoom.equals(Set.of(subjects)));
    }

    private void awaitKnown(int members) {
        await().until(() ->
                database.number(tenant.value(), "select count(*) from team_member where team = ?", team) == members);
    }

    private void awaitToldLater() {
        await().until(() -> database.number(
                        tenant.value(),
                        "select count(*) from job where type = 'teams.step' and next_attempt_at > now() + interval '5 minutes'")
                > 0);
    }

    private void awaitNothingToTell() {
        await().until(() -> database.number(
                        tenant.value(), "select count(*) from job where type = 'teams.step' and state <> 'done'")
                == 0);
    }

    private void named(@Nullable String newName) {
        kafka.send(Ids.next().toString(), new Event.TeamChanged(tenant, team, newName), null);
    }

    private void joins(String subject) {
        kafka.send(Ids.next().toString(), new Event.TeamMemberChanged(tenant, team, subject, subject), null);
    }

    private void leaves(String subject) {
        kafka.send(Ids.next().toString(), new Event.TeamMemberChanged(tenant, team, subject, null), null);
    }

    private void comes() throws SQLException {
        Actor deck = new Actor(Teams.subject(team), "Deck");
        happens(new RoomEvent.MemberSet(tenant, room, ++sequence, Instant.now(), ADA, deck, Role.EDITOR));
    }

    private void happens(RoomEvent event) throws SQLException {
        rooms.apply(List.of(new Followed.InRoom(event)), Map.of());
    }
}
