package dev.atrium.platform.roomlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReaderChangeTest {

    private static final TenantId TENANT = new TenantId("t");
    private static final Instant AT = Instant.EPOCH;
    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Actor BOB = new Actor("user:bob", "bob");

    @Test
    void aBanEndsTheMembershipToo() {
        Instant until = AT.plusSeconds(60);

        List<ReaderChange> changes =
                ReaderChange.of(new RoomEvent.MemberBanned(TENANT, "r", 2, AT, ADA, BOB.subject(), until, "noise"));

        assertEquals(
                List.of(new ReaderChange.Member("user:bob", null), new ReaderChange.Ban("user:bob", until)), changes);
    }

    @Test
    void takingABanBackMakesNobodyAMember() {
        assertEquals(
                List.of(new ReaderChange.Unban("user:bob")),
                ReaderChange.of(new RoomEvent.MemberUnbanned(TENANT, "r", 3, AT, ADA, "user:bob")));
    }

    @Test
    void whoJoinsIsAMemberAndWhoIsSetByAnother() {
        ReaderChange.Member bob = new ReaderChange.Member("user:bob", Role.EDITOR);

        assertEquals(List.of(bob), ReaderChange.of(new RoomEvent.MemberSet(TENANT, "r", 2, AT, ADA, BOB, Role.EDITOR)));
        assertEquals(
                List.of(bob),
                ReaderChange.of(new RoomEvent.MemberJoined(TENANT, "r", 2, AT, BOB, Role.EDITOR, "link", 1)));
    }

    @Test
    void aTeamReadsNothing() {
        Actor deck = new Actor(Teams.subject("1"), "Deck");

        assertEquals(List.of(), ReaderChange.of(new RoomEvent.MemberSet(TENANT, "r", 2, AT, ADA, deck, Role.EDITOR)));
        assertEquals(List.of(), ReaderChange.of(new RoomEvent.MemberRemoved(TENANT, "r", 3, AT, ADA, deck.subject())));
    }

    @Test
    void whatIsDeletedIsReadByNobody() {
        assertEquals(
                List.of(new ReaderChange.Gone()), ReaderChange.of(new RoomEvent.RoomDeleted(TENANT, "r", 2, AT, ADA)));
    }

    @Test
    void aLinkLetsNobodyReadYet() {
        assertEquals(
                List.of(),
                ReaderChange.of(
                        new RoomEvent.LinkMade(TENANT, "r", 2, AT, ADA, "link", "hash", Role.VIEWER, null, null)));
    }
}
