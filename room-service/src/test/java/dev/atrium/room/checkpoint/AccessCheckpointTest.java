package dev.atrium.room.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.access.Ruling;
import dev.atrium.room.access.Stamp;
import dev.atrium.room.access.StoredAccess;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Who may do what is stored as it is now, however often its past is written.
@ComponentTest
final class AccessCheckpointTest {

    private static final List<Actor> PEOPLE =
            List.of(new Actor("user:ada", "Ada"), new Actor("user:bob", "Bob"), new Actor("user:eve", "Eve"));
    private static final List<Role> ROLES = List.of(Role.VIEWER, Role.COMMENTER, Role.EDITOR);
    private static final PageRequest ALL = new PageRequest(200, null);

    @Inject
    Checkpoint checkpoint;

    @Inject
    RoomStore store;

    @Inject
    RoomLists lists;

    private final Random random = new Random(5);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void accessIsStoredAsItIsNowHoweverOftenItsPastIsWritten() {
        for (int i = 0; i < 15; i++) {
            RoomKey key = new RoomKey(new TenantId(Api.newTenant()), Ids.next().toString());
            RoomCreated created = new RoomCreated(
                    key.tenant(), key.room(), 1, now, "Lobby", Kind.CHAT, Visibility.PRIVATE, PEOPLE.getFirst());
            RoomAccess access = RoomAccess.of(StoredAccess.of(created));
            List<RoomEvent> events = history(key, created, access);
            write(events.subList(0, 30));
            write(events.subList(20, 50));
            write(events.subList(10, 40));
            write(events.subList(45, events.size()));
            write(events.subList(2, events.size() - 7));
            write(events);

            RoomAccess stored = RoomAccess.of(
                    store.load(key).await().atMost(Patience.USUAL).orElseThrow().access());

            assertEquals(access.settings(), stored.settings());
            assertEquals(access.members(ALL), stored.members(ALL));
            assertEquals(access.teams(ALL), stored.teams(ALL));
            assertEquals(access.bans(ALL, now), stored.bans(ALL, now));
            assertEquals(access.links(now), stored.links(now));
            assertLists(key, access);
        }
    }

    /// The lists of rooms follow the same rules.
    private void assertLists(RoomKey key, RoomAccess access) {
        boolean archived = access.settings().archived();
        for (Actor person : PEOPLE) {
            boolean reads = access.roleOf(person.subject(), now).isPresent();
            boolean isMember = access.member(person.subject()).isPresent();
            for (boolean asked : List.of(true, false)) {
                assertEquals(reads && archived == asked ? 1 : 0, newest(key, person, asked), person.subject());
                assertEquals(isMember && archived == asked ? 1 : 0, active(key, person, asked), person.subject());
            }
        }
    }

    private int newest(RoomKey key, Actor person, boolean archived) {
        RoomLists.Filter filter = new RoomLists.Filter(false, null, archived);
        return lists.newest(key.tenant(), person.subject(), filter, null, 10)
                .await()
                .atMost(Patience.USUAL)
                .size();
    }

    private int active(RoomKey key, Actor person, boolean archived) {
        RoomLists.Filter filter = new RoomLists.Filter(true, null, archived);
        return lists.active(key.tenant(), person.subject(), filter, null, 10)
                .await()
                .atMost(Patience.USUAL)
                .size();
    }

    private List<RoomEvent> history(RoomKey key, RoomCreated created, RoomAccess access) {
        List<RoomEvent> events = new ArrayList<>(List.of(created));
        while (events.size() < 60) {
            Wish wish = wish();
            boolean isOfTeams = wish instanceof Wish.SetInTeam || wish instanceof Wish.NameTeam;
            Actor by = isOfTeams ? Teams.ACTOR : any(PEOPLE);
            Stamp stamp = new Stamp(key.tenant(), key.room(), events.size() + 1L, now, by);
            if (access.rule(wish, stamp) instanceof Ruling.Change(AccessChange event)) {
                access.apply(event);
                events.add(event);
            }
        }
        return events;
    }

    private Wish wish() {
        Actor whom = any(PEOPLE);
        Instant later = random.nextBoolean() ? null : now.plusSeconds(600);
        String link = new UUID(0, random.nextInt(3)).toString();
        String team = new UUID(1, random.nextInt(2)).toString();
        return switch (random.nextInt(15)) {
            case 0 -> new Wish.Describe("name " + random.nextInt(), any(List.of(Visibility.values())), any(ROLES));
            case 1, 2, 3 -> new Wish.SetMember(whom.subject(), whom.handle(), any(List.of(Role.values())));
            case 4 -> new Wish.RemoveMember(whom.subject());
            case 5 -> new Wish.PutBan(whom.subject(), later, random.nextBoolean() ? null : "noise");
            case 6 -> new Wish.LiftBan(whom.subject());
            case 7 ->
                random.nextBoolean()
                        ? new Wish.RevokeLink(link)
                        : new Wish.MakeLink(
                                link, "hash of " + link, any(ROLES), later, random.nextBoolean() ? null : 2);
            case 8 -> new Wish.Archive(random.nextBoolean());
            case 9 -> new Wish.PutTeam(team, any(List.of(Role.values())));
            case 10 -> random.nextBoolean() ? new Wish.RemoveTeam(team) : new Wish.NameTeam(team, "Deck");
            case 11, 12, 13 -> new Wish.SetInTeam(team, whom.subject(), random.nextInt(3) == 0 ? null : whom.handle());
            default -> new Wish.Join("hash of " + link);
        };
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private void write(List<RoomEvent> events) {
        checkpoint.write(events).await().atMost(Patience.USUAL);
    }
}
