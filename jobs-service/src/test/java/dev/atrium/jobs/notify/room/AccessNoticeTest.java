package dev.atrium.jobs.notify.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AccessNoticeTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Actor BOB = new Actor("user:bob", "bob");
    private static final KnownRoom SECRET = new KnownRoom("r", "Secret", false, "user:ada");
    private static final KnownRoom LOBBY = new KnownRoom("r", "Lobby", true, "user:ada");
    private static final KnownRoom.Person SEEN = new KnownRoom.Person(true, false, null, false, false, null);
    private static final KnownRoom.Person EDITOR = new KnownRoom.Person(false, true, Role.EDITOR, true, false, null);
    private static final KnownRoom.Person BANNED = new KnownRoom.Person(true, false, null, true, true, null);

    @Test
    void memberIsToldOfAnotherRoleButNotOfTheSame() {
        assertEquals(Optional.of("ada added you to Secret"), title(set(ACME, ADA, BOB, Role.EDITOR), SECRET, null));
        assertEquals(
                Optional.of("ada made you a viewer in Secret"),
                title(set(ACME, ADA, BOB, Role.VIEWER), SECRET, EDITOR));
        assertEquals(Optional.empty(), title(set(ACME, ADA, BOB, Role.EDITOR), SECRET, EDITOR));
    }

    @Test
    void ownerWhoMadeTheRoomIsToldOfLosingThat() {
        assertEquals(
                Optional.of("bob made you an editor in Secret"), title(set(ACME, BOB, ADA, Role.EDITOR), SECRET, null));
        assertEquals(Optional.empty(), title(set(ACME, BOB, ADA, Role.OWNER), SECRET, null));
    }

    @Test
    void nobodyIsToldOfItsOwnDeedsAndNoProgramOrGuestOfAny() {
        assertEquals(Optional.empty(), title(set(ACME, BOB, BOB, Role.EDITOR), SECRET, null));
        Actor program = new Actor("system:restore", "system:restore");
        assertEquals(Optional.empty(), title(set(ACME, program, BOB, Role.EDITOR), SECRET, null));
        assertEquals(Optional.empty(), title(set(ACME, ADA, program, Role.EDITOR), SECRET, null));
        assertEquals(Optional.empty(), title(set(ACME, ADA, new Actor("guest:1", "g"), Role.EDITOR), SECRET, null));
        assertEquals(Optional.empty(), title(removed(BOB, BOB), SECRET, EDITOR));
    }

    @Test
    void strangersCannotTellAnythingToWhomTheyPutIntoTheirRooms() {
        assertEquals(Optional.empty(), title(set(TenantId.COMMONS, ADA, BOB, Role.EDITOR), LOBBY, null));
        assertEquals(
                Optional.of("ada added you to Lobby"),
                title(set(TenantId.COMMONS, ADA, BOB, Role.EDITOR), LOBBY, SEEN));
    }

    @Test
    void whoNeverHadToDoWithARoomIsNotToldOfBeingKeptOut() {
        assertEquals(Optional.of("ada removed you from Secret"), title(removed(ADA, BOB), SECRET, EDITOR));
        assertEquals(Optional.empty(), title(removed(ADA, BOB), SECRET, null));
        assertEquals(Optional.empty(), title(banned(), SECRET, SEEN));
        assertEquals(Optional.of("ada banned you from Lobby"), title(banned(), LOBBY, SEEN));
        assertEquals(Optional.empty(), title(banned(), LOBBY, null));
        assertEquals(Optional.empty(), title(banned(), LOBBY, BANNED));
    }

    private static Optional<String> title(
            RoomEvent.AccessChange change, KnownRoom room, KnownRoom.@Nullable Person person) {
        return AccessNotice.of(change, room, person).map(notice -> notice.title(room.name()));
    }

    private static RoomEvent.AccessChange set(TenantId tenant, Actor by, Actor who, Role role) {
        return new RoomEvent.MemberSet(tenant, "r", 7, NOW, by, who, role);
    }

    private static RoomEvent.AccessChange removed(Actor by, Actor who) {
        return new RoomEvent.MemberRemoved(ACME, "r", 7, NOW, by, who.subject());
    }

    private static RoomEvent.AccessChange banned() {
        return new RoomEvent.MemberBanned(ACME, "r", 7, NOW, ADA, BOB.subject(), null, null);
    }
}
