package dev.atrium.room.access;

import static dev.atrium.room.access.People.ADA;
import static dev.atrium.room.access.People.BOB;
import static dev.atrium.room.access.People.EVE;
import static dev.atrium.room.access.People.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.MemberRemoved;
import dev.atrium.platform.roomlog.RoomEvent.MemberSet;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.roomlog.Teams;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What teams give in a room.
final class TeamAccessTest {

    private static final String DECK = "0198c2f0-0000-7000-8000-00000000000d";
    private static final String GALLEY = "0198c2f0-0000-7000-8000-00000000000e";

    private final People study = People.in(Visibility.PRIVATE);

    @Test
    void whoIsInATeamHasWhatItGivesUntilItLeavesIt() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.EDITOR));

        MemberSet joined = assertInstanceOf(MemberSet.class, change(joins(DECK, BOB)));
        assertEquals(Optional.of(Role.EDITOR), role(BOB));
        assertEquals(Role.EDITOR, joined.role());
        assertEquals(Map.of(DECK, Role.EDITOR), joined.teams());
        assertEquals(new Ruling.Nothing(), joins(DECK, BOB));

        assertInstanceOf(MemberRemoved.class, change(leaves(DECK, BOB)));
        assertEquals(Optional.empty(), role(BOB));
        assertEquals(new Ruling.Nothing(), leaves(DECK, BOB));
    }

    @Test
    void theHighestOfAllRolesCounts() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.EDITOR));
        study.want(ADA, new Wish.PutTeam(GALLEY, Role.COMMENTER));
        study.want(ADA, new Wish.SetMember(BOB.subject(), null, Role.VIEWER));
        joins(GALLEY, BOB);
        joins(DECK, BOB);
        assertEquals(Optional.of(Role.EDITOR), role(BOB));

        leaves(DECK, BOB);
        assertEquals(Optional.of(Role.COMMENTER), role(BOB));

        leaves(GALLEY, BOB);
        assertEquals(Optional.of(Role.VIEWER), role(BOB));
    }

    @Test
    void whatATeamGivesChangesForEachOfItsMembersWhenTheRoomIsTold() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.EDITOR));
        joins(DECK, BOB);

        study.want(ADA, new Wish.PutTeam(DECK, Role.VIEWER));
        joins(DECK, BOB);
        assertEquals(Optional.of(Role.VIEWER), role(BOB));

        study.want(ADA, new Wish.RemoveTeam(DECK));
        joins(DECK, BOB);
        assertEquals(Optional.empty(), role(BOB));
    }

    @Test
    void whatSomebodyHasByATeamIsTakenByTheTeamOnly() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.COMMENTER));
        joins(DECK, BOB);

        assertConflict(study.want(ADA, new Wish.RemoveMember(BOB.subject())));
        assertConflict(study.want(BOB, new Wish.RemoveMember(BOB.subject())));

        study.want(ADA, new Wish.SetMember(BOB.subject(), null, Role.OWNER));
        assertInstanceOf(MemberSet.class, change(study.want(ADA, new Wish.RemoveMember(BOB.subject()))));
        assertEquals(Optional.of(Role.COMMENTER), role(BOB));
    }

    @Test
    void aBanWinsOverTeams() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.OWNER));
        joins(DECK, BOB);

        study.want(ADA, new Wish.PutBan(BOB.subject(), NOW.plusSeconds(60), null));
        assertEquals(Optional.empty(), role(BOB));
        assertEquals(new Ruling.Nothing(), joins(DECK, BOB));

        study.want(Teams.ACTOR, inTeam(DECK, BOB), NOW.plusSeconds(61));
        assertEquals(Optional.of(Role.OWNER), study.access().roleOf(BOB.subject(), NOW.plusSeconds(61)));
    }

    @Test
    void aTeamIsNeverTheOnlyOwner() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.OWNER));
        joins(DECK, ADA);
        joins(DECK, BOB);

        assertConflict(study.want(BOB, new Wish.RemoveMember(ADA.subject())));
        assertConflict(study.want(BOB, new Wish.PutBan(ADA.subject(), null, null)));
        assertConflict(study.want(BOB, new Wish.SetMember(ADA.subject(), null, Role.VIEWER)));
    }

    @Test
    void aLinkGivesWhatIsMoreThanTheTeamsDo() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.COMMENTER));
        study.want(ADA, new Wish.MakeLink("low", "1", Role.VIEWER, null, null));
        study.want(ADA, new Wish.MakeLink("high", "2", Role.EDITOR, null, null));
        joins(DECK, BOB);

        assertEquals(new Ruling.Nothing(), study.want(BOB, new Wish.Join("1")));
        study.want(BOB, new Wish.Join("2"));
        assertEquals(Optional.of(Role.EDITOR), role(BOB));
        leaves(DECK, BOB);
        assertEquals(Optional.of(Role.EDITOR), role(BOB));
    }

    @Test
    void onlyOwnersSayWhichTeamsAndOnlyTheSuiteWhoIsInThem() {
        study.want(ADA, new Wish.SetMember(BOB.subject(), null, Role.EDITOR));

        assertEquals(Ruling.Refused.needs(Role.OWNER), study.want(BOB, new Wish.PutTeam(DECK, Role.VIEWER)));
        assertEquals(new Ruling.Hidden(), study.want(EVE, new Wish.PutTeam(DECK, Role.VIEWER)));
        study.want(ADA, new Wish.PutTeam(DECK, Role.EDITOR));
        assertEquals(Ruling.Refused.needs(Role.OWNER), study.want(BOB, new Wish.RemoveTeam(DECK)));
        assertEquals(new Ruling.Hidden(), study.want(ADA, inTeam(DECK, EVE)));
        assertEquals(new Ruling.Hidden(), study.want(ADA, new Wish.NameTeam(DECK, "Deck")));
        assertEquals(new Ruling.Hidden(), study.want(Teams.ACTOR, new Wish.PutTeam(DECK, Role.OWNER)));
    }

    @Test
    void aTeamThatIsNotInTheRoomGivesNothing() {
        assertEquals(new Ruling.Nothing(), joins(DECK, BOB));
        assertEquals(new Ruling.Nothing(), study.want(Teams.ACTOR, new Wish.NameTeam(DECK, "Deck")));
    }

    @Test
    void whoHasLeftATeamDoesNotComeBackWhenItsRoleChanges() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.EDITOR));
        study.want(ADA, new Wish.PutTeam(GALLEY, Role.EDITOR));
        joins(DECK, BOB);
        joins(GALLEY, BOB);
        joins(DECK, EVE);
        leaves(DECK, BOB);
        leaves(DECK, EVE);

        study.want(ADA, new Wish.PutTeam(DECK, Role.OWNER));
        assertEquals(new Ruling.Nothing(), stays(DECK, BOB));
        assertEquals(new Ruling.Nothing(), stays(DECK, EVE));
        assertEquals(Optional.of(Role.EDITOR), role(BOB));
        assertEquals(Optional.empty(), role(EVE));
    }

    @Test
    void whoIsStillInATeamHasWhatItGivesNow() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.EDITOR));
        joins(DECK, BOB);

        study.want(ADA, new Wish.PutTeam(DECK, Role.VIEWER));
        assertInstanceOf(MemberSet.class, change(stays(DECK, BOB)));
        assertEquals(Optional.of(Role.VIEWER), role(BOB));
        study.want(ADA, new Wish.RemoveTeam(DECK));
        assertInstanceOf(MemberRemoved.class, change(stays(DECK, BOB)));
        assertEquals(Optional.empty(), role(BOB));
        assertEquals(new Ruling.Hidden(), study.want(ADA, new Wish.KeepInTeam(DECK, BOB.subject())));
    }

    @Test
    void aTeamIsNamedAndGoesWhenItIsDeleted() {
        study.want(ADA, new Wish.PutTeam(DECK, Role.EDITOR));

        study.want(Teams.ACTOR, new Wish.NameTeam(DECK, "Deck"));
        assertEquals("Deck", study.access().team(DECK).orElseThrow().who().handle());
        assertEquals(new Ruling.Nothing(), study.want(Teams.ACTOR, new Wish.NameTeam(DECK, "Deck")));
        study.want(ADA, new Wish.PutTeam(DECK, Role.VIEWER));
        assertEquals("Deck", study.access().team(DECK).orElseThrow().who().handle());

        study.want(Teams.ACTOR, new Wish.NameTeam(DECK, null));
        assertEquals(Optional.empty(), study.access().team(DECK));
    }

    @Test
    void whoLeavesATeamStaysWhereEverybodyMayBe() {
        People lobby = People.in(Visibility.PUBLIC);
        lobby.want(ADA, new Wish.PutTeam(DECK, Role.OWNER));
        lobby.want(Teams.ACTOR, inTeam(DECK, BOB));

        AccessChange left = change(lobby.want(Teams.ACTOR, new Wish.SetInTeam(DECK, BOB.subject(), null)));

        assertFalse(RoomAccess.expels(left, People.writer(BOB)));
        assertEquals(Optional.of(Role.EDITOR), lobby.access().roleOf(BOB.subject(), NOW));
    }

    @Test
    void thereAreNotMoreTeamsThanARoomTakes() {
        for (int i = 0; i < RoomAccess.TEAMS_MAX; i++) {
            study.want(ADA, new Wish.PutTeam("t" + i, Role.VIEWER));
        }

        assertConflict(study.want(ADA, new Wish.PutTeam("one more", Role.VIEWER)));
        assertInstanceOf(Ruling.Change.class, study.want(ADA, new Wish.PutTeam("t1", Role.EDITOR)));
    }

    private Ruling joins(String team, Actor who) {
        return study.want(Teams.ACTOR, inTeam(team, who));
    }

    private Ruling leaves(String team, Actor who) {
        return study.want(Teams.ACTOR, new Wish.SetInTeam(team, who.subject(), null));
    }

    private Ruling stays(String team, Actor who) {
        return study.want(Teams.ACTOR, new Wish.KeepInTeam(team, who.subject()));
    }

    private static Wish inTeam(String team, Actor who) {
        return new Wish.SetInTeam(team, who.subject(), who.handle());
    }

    private Optional<Role> role(Actor who) {
        return study.access().roleOf(who.subject(), NOW);
    }

    private static AccessChange change(Ruling ruling) {
        return assertInstanceOf(Ruling.Change.class, ruling).event();
    }

    private static void assertConflict(Ruling ruling) {
        assertEquals(
                ProblemType.CONFLICT,
                assertInstanceOf(Ruling.Refused.class, ruling).type());
    }
}
