package dev.atrium.room.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.MemberJoined;
import dev.atrium.platform.roomlog.RoomEvent.MemberRemoved;
import dev.atrium.platform.roomlog.RoomEvent.MemberSet;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.roomlog.Teams;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Property: whatever people want of a room, it keeps an owner, nobody changes anything without the role
/// for it, who is banned has nothing, and everybody has the highest of what it was given itself and by teams.
final class AccessHistoriesTest {

    private static final List<Actor> ALL =
            List.of(People.ADA, People.BOB, People.EVE, new Actor("user:joe", "Joe"), new Actor("key:1", "Key"));
    private static final PageRequest EVERYBODY = new PageRequest(200, null);

    private final Random random = new Random(20260102);

    @Test
    void noHistoryLeavesARoomWithoutAnOwnerOrLetsALowerRoleAct() {
        int changed = 0;
        for (int history = 0; history < 500; history++) {
            People people = People.in(any(List.of(Visibility.values())));
            for (int step = 0; step < 200; step++) {
                Instant now = People.NOW.plusSeconds(step);
                Wish wish = wish(now);
                Actor by = author(wish);
                Optional<Role> role = people.access().roleOf(by.subject(), now);
                boolean banned = people.access().isBanned(by.subject(), now);

                Ruling ruling = people.want(by, wish, now);

                if (ruling instanceof Ruling.Change(AccessChange event)) {
                    changed++;
                    assertTrue(!Teams.isBehind(by) || isOfTeams(wish), () -> "not for teams to do: " + event);
                    assertTrue(!banned, () -> by + " is banned: " + event);
                    assertTrue(
                            isOwn(event) || Teams.isBehind(by) || role.equals(Optional.of(Role.OWNER)),
                            () -> by + " as " + role + event);
                }
                assertTrue(hasOwner(people.access()), () -> "no owner after " + wish + " by " + by);
                assertBannedHaveNothing(people.access(), now);
                assertRolesAreTheHighestGiven(people.access());
            }
        }
        assertTrue(changed > 10_000, "changes: " + changed);
    }

    @Test
    void whatWasStoredIsTheSame() {
        for (int history = 0; history < 200; history++) {
            People people = People.in(any(List.of(Visibility.values())));
            Instant now = People.NOW;
            for (int step = 0; step < 100; step++) {
                now = People.NOW.plusSeconds(step);
                Wish wish = wish(now);
                people.want(author(wish), wish, now);
            }

            RoomAccess copy = people.access().copy();
            RoomAccess stored = RoomAccess.of(new StoredAccess(
                    copy.settings(),
                    Stream.concat(copy.members(EVERYBODY).items().stream(), copy.teams(EVERYBODY).items().stream())
                            .toList(),
                    copy.bans(EVERYBODY, now).items(),
                    copy.links(now)));

            for (Actor actor : ALL) {
                assertEquals(people.access().roleOf(actor.subject(), now), stored.roleOf(actor.subject(), now));
                assertEquals(people.access().roleOf(actor.subject(), now), copy.roleOf(actor.subject(), now));
                assertEquals(people.access().member(actor.subject()), stored.member(actor.subject()));
            }
            assertEquals(people.access().teams(EVERYBODY), stored.teams(EVERYBODY));
            assertEquals(people.access().sizeBytes(), copy.sizeBytes());
        }
    }

    @Test
    void whenAllHasBeenToldWhoIsInATeamHasWhatItGivesAndNobodyElseDoes() {
        for (int history = 0; history < 200; history++) {
            People people = People.in(Visibility.PRIVATE);
            for (int step = 0; step < 100; step++) {
                Wish wish = wish(People.NOW);
                people.want(author(wish), wish, People.NOW);
            }
            List<Actor> inOne = ALL.subList(0, random.nextInt(ALL.size() + 1));

            for (Actor actor : ALL) {
                String handle = inOne.contains(actor) ? actor.handle() : null;
                people.want(Teams.ACTOR, new Wish.SetInTeam("1", actor.subject(), handle), People.NOW);
                people.want(Teams.ACTOR, new Wish.SetInTeam("2", actor.subject(), null), People.NOW);
            }

            RoomAccess access = people.access();
            Optional<Role> given = access.team("1").map(Membership::role);
            for (Actor actor : ALL) {
                Map<String, Role> teams =
                        access.member(actor.subject()).map(Membership::teams).orElse(Map.of());
                boolean has = inOne.contains(actor) && !access.isBanned(actor.subject(), People.NOW);
                assertEquals(has && given.isPresent() ? Map.of("1", given.get()) : Map.of(), teams);
            }
        }
    }

    private Actor author(Wish wish) {
        return isOfTeams(wish) && random.nextInt(10) > 0 ? Teams.ACTOR : any(ALL);
    }

    private static boolean isOfTeams(Wish wish) {
        return wish instanceof Wish.SetInTeam || wish instanceof Wish.KeepInTeam || wish instanceof Wish.NameTeam;
    }

    private static void assertRolesAreTheHighestGiven(RoomAccess access) {
        for (Membership member : access.members(EVERYBODY).items()) {
            Role highest = Stream.concat(Stream.ofNullable(member.own()), member.teams().values().stream())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            assertEquals(highest, member.role());
        }
    }

    /// What one may do for oneself: leave, and join by a link.
    private static boolean isOwn(AccessChange event) {
        return event instanceof MemberJoined
                || (event instanceof MemberSet set
                        && set.member().subject().equals(set.by().subject())
                        && set.own() == null)
                || (event instanceof MemberRemoved removed
                        && removed.subject().equals(event.by().subject()));
    }

    private static boolean hasOwner(RoomAccess access) {
        return access.members(EVERYBODY).items().stream().anyMatch(member -> member.own() == Role.OWNER);
    }

    private static void assertBannedHaveNothing(RoomAccess access, Instant now) {
        for (Ban ban : access.bans(EVERYBODY, now).items()) {
            assertEquals(Optional.empty(), access.roleOf(ban.subject(), now));
            assertEquals(Optional.empty(), access.member(ban.subject()));
        }
    }

    private Wish wish(Instant now) {
        String whom = any(ALL).subject();
        String team = any(List.of("1", "2"));
        return switch (random.nextInt(18)) {
            case 0 ->
                new Wish.Describe(
                        null,
                        any(List.of(Visibility.values())),
                        any(List.of(Role.VIEWER, Role.COMMENTER, Role.EDITOR)));
            case 1, 2, 3 -> new Wish.SetMember(whom, null, any(List.of(Role.values())));
            case 4 -> new Wish.RemoveMember(whom);
            case 5 -> new Wish.PutBan(whom, soon(now), null);
            case 6 -> new Wish.LiftBan(whom);
            case 7 ->
                new Wish.MakeLink(
                        "l" + random.nextInt(3),
                        "h" + random.nextInt(3),
                        any(List.of(Role.VIEWER, Role.EDITOR)),
                        soon(now),
                        random.nextBoolean() ? null : 2);
            case 8 -> new Wish.RevokeLink("l" + random.nextInt(3));
            case 9 -> new Wish.Archive(random.nextBoolean());
            case 10 -> new Wish.PutTeam(team, any(List.of(Role.values())));
            case 11 -> new Wish.RemoveTeam(team);
            case 12, 13, 14 -> new Wish.SetInTeam(team, whom, random.nextInt(3) == 0 ? null : whom);
            case 15 -> new Wish.NameTeam(team, random.nextInt(5) == 0 ? null : "Deck");
            case 16 -> new Wish.KeepInTeam(team, whom);
            default -> new Wish.Join("h" + random.nextInt(3));
        };
    }

    private @Nullable Instant soon(Instant now) {
        return random.nextInt(3) == 0 ? null : now.plusSeconds(1 + random.nextInt(20));
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
