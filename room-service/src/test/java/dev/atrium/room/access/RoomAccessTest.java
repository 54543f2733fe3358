package dev.atrium.room.access;

import static dev.atrium.room.access.People.ADA;
import static dev.atrium.room.access.People.BOB;
import static dev.atrium.room.access.People.EVE;
import static dev.atrium.room.access.People.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.MemberJoined;
import dev.atrium.platform.roomlog.RoomEvent.MemberRemoved;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.testing.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RoomAccessTest {

    private static final String TOKEN = "secret";
    private static final String HASH = ShareToken.hash(TOKEN);

    private final People lobby = People.in(Visibility.PUBLIC);
    private final People study = People.in(Visibility.PRIVATE);

    @Test
    void inAPublicRoomEverybodyHasTheRoleOfEverybody() {
        assertEquals(Optional.of(Role.OWNER), role(lobby, ADA));
        assertEquals(Optional.of(Role.EDITOR), role(lobby, BOB));

        lobby.want(ADA, everyone(Role.VIEWER));

        assertEquals(Optional.of(Role.VIEWER), role(lobby, BOB));
        assertEquals(Optional.of(Role.OWNER), role(lobby, ADA));
    }

    @Test
    void aMembershipAddsToWhatEverybodyMayDoAndTakesNothingAway() {
        lobby.want(ADA, member(BOB, Role.VIEWER));
        assertEquals(Optional.of(Role.EDITOR), role(lobby, BOB));

        lobby.want(ADA, everyone(Role.COMMENTER));
        lobby.want(ADA, member(EVE, Role.EDITOR));

        assertEquals(Optional.of(Role.COMMENTER), role(lobby, BOB));
        assertEquals(Optional.of(Role.EDITOR), role(lobby, EVE));
    }

    @Test
    void aPrivateRoomIsItsMembers() {
        study.want(ADA, member(BOB, Role.COMMENTER));

        assertEquals(Optional.of(Role.COMMENTER), role(study, BOB));
        assertEquals(Optional.empty(), role(study, EVE));

        study.want(ADA, new Wish.RemoveMember(BOB.subject()));

        assertEquals(Optional.empty(), role(study, BOB));
    }

    @Test
    void aCredentialBoundsTheRole() {
        assertEquals(Optional.of(Role.VIEWER), lobby.access().roleOf(People.reader(ADA), NOW));
        assertEquals(Optional.of(Role.COMMENTER), lobby.access().roleOf(People.commenter(ADA), NOW));
        assertEquals(Optional.of(Role.VIEWER), lobby.access().roleOf(People.anonymous(), NOW));
        assertEquals(Optional.empty(), study.access().roleOf(People.anonymous(), NOW));
        assertEquals(Optional.empty(), study.access().roleOf(People.reader(BOB), NOW));
    }

    @Test
    void onlyOwnersChangeAnything() {
        List<Wish> wishes = List.of(
                everyone(Role.VIEWER),
                member(EVE, Role.VIEWER),
                new Wish.RemoveMember(EVE.subject()),
                new Wish.PutBan(EVE.subject(), null, null),
                new Wish.LiftBan(EVE.subject()),
                link("l", Role.VIEWER, null, null),
                new Wish.RevokeLink("l"));
        study.want(ADA, member(BOB, Role.EDITOR));

        for (Wish wish : wishes) {
            assertEquals(Ruling.Refused.needs(Role.OWNER), lobby.want(BOB, wish));
            assertEquals(Ruling.Refused.needs(Role.OWNER), study.want(BOB, wish));
            assertEquals(new Ruling.Hidden(), study.want(EVE, wish));
        }
    }

    @Test
    void everybodyMayLeaveButTheLastOwner() {
        study.want(ADA, member(BOB, Role.VIEWER));

        assertInstanceOf(Ruling.Change.class, study.want(BOB, new Wish.RemoveMember(BOB.subject())));
        assertEquals(Optional.empty(), role(study, BOB));
        assertEquals(new Ruling.Nothing(), lobby.want(BOB, new Wish.RemoveMember(BOB.subject())));

        assertConflict(study.want(ADA, new Wish.RemoveMember(ADA.subject())));
        assertConflict(study.want(ADA, member(ADA, Role.EDITOR)));
        study.want(ADA, member(BOB, Role.OWNER));
        assertInstanceOf(Ruling.Change.class, study.want(ADA, new Wish.RemoveMember(ADA.subject())));
        assertConflict(study.want(BOB, new Wish.RemoveMember(BOB.subject())));
    }

    @Test
    void whoIsRemovedByAnotherIsSentAway() {
        Ruling.Change kick =
                assertInstanceOf(Ruling.Change.class, lobby.want(ADA, new Wish.RemoveMember(BOB.subject())));
        study.want(ADA, member(BOB, Role.VIEWER));
        Ruling.Change leave =
                assertInstanceOf(Ruling.Change.class, study.want(BOB, new Wish.RemoveMember(BOB.subject())));

        assertInstanceOf(MemberRemoved.class, kick.event());
        assertTrue(RoomAccess.expels(kick.event(), People.writer(BOB)));
        assertFalse(RoomAccess.expels(kick.event(), People.writer(EVE)));
        assertFalse(RoomAccess.expels(kick.event(), People.anonymous()));
        assertFalse(RoomAccess.expels(leave.event(), People.writer(BOB)));
    }

    @Test
    void aBanTakesEverythingAwayUntilItEnds() {
        lobby.want(ADA, member(BOB, Role.OWNER));
        Instant end = NOW.plusSeconds(60);

        lobby.want(ADA, new Wish.PutBan(BOB.subject(), end, "noise"));

        assertEquals(Optional.empty(), role(lobby, BOB));
        assertEquals(Optional.empty(), lobby.access().roleOf(BOB.subject(), end.minusMillis(1)));
        assertEquals(Optional.of(Role.EDITOR), lobby.access().roleOf(BOB.subject(), end));
        assertEquals(
                List.of(), lobby.access().bans(new PageRequest(10, null), end).items());
        assertConflict(lobby.want(ADA, member(BOB, Role.VIEWER)));
        assertEquals(new Ruling.Nothing(), lobby.want(ADA, new Wish.PutBan(BOB.subject(), end, "noise")));

        lobby.want(ADA, new Wish.LiftBan(BOB.subject()));

        assertEquals(Optional.of(Role.EDITOR), role(lobby, BOB));
        assertEquals(new Ruling.Nothing(), lobby.want(ADA, new Wish.LiftBan(BOB.subject())));
    }

    @Test
    void nobodyBansItself() {
        assertConflict(lobby.want(ADA, new Wish.PutBan(ADA.subject(), null, null)));
    }

    @Test
    void aLinkMakesMembers() {
        study.want(ADA, link("l", Role.COMMENTER, null, null));

        Ruling.Change joined = assertInstanceOf(Ruling.Change.class, study.want(BOB, new Wish.Join(HASH)));

        assertEquals(1, assertInstanceOf(MemberJoined.class, joined.event()).uses());
        assertEquals(Optional.of(Role.COMMENTER), role(study, BOB));
        assertEquals(new Ruling.Nothing(), study.want(BOB, new Wish.Join(HASH)));
        assertEquals(1, study.access().link("l").orElseThrow().uses());
    }

    @Test
    void aLinkNeverLowersARole() {
        study.want(ADA, link("l", Role.VIEWER, null, null));
        study.want(ADA, member(BOB, Role.EDITOR));

        assertEquals(new Ruling.Nothing(), study.want(BOB, new Wish.Join(HASH)));
        assertEquals(new Ruling.Nothing(), study.want(ADA, new Wish.Join(HASH)));

        assertEquals(Optional.of(Role.EDITOR), role(study, BOB));
    }

    @Test
    void aLinkThatIsOfNoUseIsAsIfItWereNotThere() {
        study.want(ADA, link("once", Role.VIEWER, null, 1));
        study.want(BOB, new Wish.Join(HASH));

        assertEquals(new Ruling.Hidden(), study.want(EVE, new Wish.Join(HASH)));
        assertEquals(new Ruling.Nothing(), study.want(BOB, new Wish.Join(HASH)));

        study.want(ADA, new Wish.RevokeLink("once"));
        assertEquals(new Ruling.Hidden(), study.want(EVE, new Wish.Join(HASH)));
        assertEquals(new Ruling.Hidden(), study.want(EVE, new Wish.Join(ShareToken.hash("other"))));

        study.want(ADA, link("short", Role.VIEWER, NOW.plusSeconds(1), null));
        assertEquals(new Ruling.Hidden(), study.want(EVE, new Wish.Join(HASH), NOW.plusSeconds(1)));
        assertInstanceOf(Ruling.Change.class, study.want(EVE, new Wish.Join(HASH)));
    }

    @Test
    void whoIsBannedDoesNotJoin() {
        study.want(ADA, link("l", Role.VIEWER, null, null));
        study.want(ADA, new Wish.PutBan(BOB.subject(), null, null));

        assertEquals(new Ruling.Hidden(), study.want(BOB, new Wish.Join(HASH)));
    }

    @Test
    void aDeletedRoomHasNobody() {
        study.want(ADA, member(BOB, Role.OWNER));
        study.want(ADA, link("l", Role.VIEWER, null, null));
        assertInstanceOf(Ruling.Change.class, study.want(BOB, new Wish.DeleteRoom()));

        for (Actor who : List.of(ADA, BOB, EVE)) {
            assertEquals(Optional.empty(), role(study, who));
            assertInstanceOf(Ruling.Hidden.class, study.want(who, new Wish.Join(HASH)));
        }
        assertInstanceOf(Ruling.Hidden.class, study.want(ADA, new Wish.DeleteRoom()));
        assertEquals(
                Optional.empty(),
                study.access()
                        .roleOf(TestTokens.caller("system:relay", "acme", "rooms:read", RoomAccess.RELAY_SCOPE), NOW));
    }

    @Test
    void aLinkIsMadeOnce() {
        study.want(ADA, link("l", Role.VIEWER, null, null));

        assertConflict(study.want(ADA, link("l", Role.VIEWER, null, null)));
        for (Wish other : List.of(
                link("l", Role.EDITOR, null, null),
                link("l", Role.VIEWER, NOW.plusSeconds(1), null),
                link("l", Role.VIEWER, null, 1))) {
            assertEquals(
                    ProblemType.UNPROCESSABLE,
                    assertInstanceOf(Ruling.Refused.class, study.want(ADA, other))
                            .type());
        }
    }

    @Test
    void whatIsSoAlreadyChangesNothing() {
        study.want(ADA, member(BOB, Role.VIEWER));

        assertEquals(new Ruling.Nothing(), study.want(ADA, member(BOB, Role.VIEWER)));
        assertEquals(new Ruling.Nothing(), study.want(ADA, new Wish.SetMember(BOB.subject(), null, Role.VIEWER)));
        assertEquals(new Ruling.Nothing(), study.want(ADA, new Wish.Describe("Lobby", null, null)));
        assertEquals(new Ruling.Nothing(), study.want(ADA, new Wish.RevokeLink("l")));
    }

    @Test
    void aRoomIsBounded() {
        for (int i = 1; i < RoomAccess.MEMBERS_MAX; i++) {
            study.want(ADA, member(new Actor("user:" + i, "x"), Role.VIEWER));
        }
        for (int i = 0; i < RoomAccess.LINKS_MAX; i++) {
            study.want(ADA, link("l" + i, Role.VIEWER, NOW.plusSeconds(60), null));
        }
        for (int i = 0; i < RoomAccess.BANS_MAX; i++) {
            study.want(ADA, new Wish.PutBan("user:b" + i, NOW.plusSeconds(60), null));
        }

        assertConflict(study.want(ADA, member(BOB, Role.VIEWER)));
        assertConflict(study.want(ADA, link("l", Role.VIEWER, null, null)));
        assertConflict(study.want(ADA, new Wish.PutBan(EVE.subject(), null, null)));
        assertConflict(study.want(BOB, new Wish.Join(HASH)));
        assertInstanceOf(Ruling.Change.class, study.want(ADA, member(new Actor("user:1", "x"), Role.EDITOR)));

        Instant later = NOW.plusSeconds(60);
        assertInstanceOf(Ruling.Change.class, study.want(ADA, link("l", Role.VIEWER, null, null), later));
        assertInstanceOf(Ruling.Change.class, study.want(ADA, new Wish.PutBan(EVE.subject(), null, null), later));
        assertEquals(1, study.access().links(later).size());
    }

    private static Optional<Role> role(People people, Actor who) {
        return people.access().roleOf(People.writer(who), NOW);
    }

    private static Wish everyone(Role role) {
        return new Wish.Describe(null, null, role);
    }

    private static Wish member(Actor who, Role role) {
        return new Wish.SetMember(who.subject(), who.handle(), role);
    }

    private static Wish link(String id, Role role, @Nullable Instant expiresAt, @Nullable Integer maxUses) {
        return new Wish.MakeLink(id, HASH, role, expiresAt, maxUses);
    }

    private static void assertConflict(Ruling ruling) {
        assertEquals(
                ProblemType.CONFLICT,
                assertInstanceOf(Ruling.Refused.class, ruling).type());
    }
}
