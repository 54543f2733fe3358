package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A member is allowed what the present credential allows, and is called as it says.
final class CredentialChangeTest {

    private static final PageRequest ALL = new PageRequest(10, null);

    private long token;
    private final People people = new People();
    private final Member ada = people.writer("ada");
    private final Member bob = people.writer("bob");
    private final Live live = new Live(() -> ++token);

    @BeforeEach
    void join() {
        List.of(ada, bob).forEach(live::join);
        live.drain(Tempo.CALM);
    }

    @Test
    void whoMayWriteNoMoreLeavesWhatOnlyWritersHave() {
        live.handle(ada, new LiveCommand.Type(true), null, 0);
        live.handle(ada, new LiveCommand.Point("{\"x\":1}"), null, 0);
        live.handle(ada, new LiveCommand.Acquire("p", 60_000, true), null, 0);
        live.handle(bob, new LiveCommand.Acquire("p", 60_000, true), null, 0);

        live.become(ada, People.caller("user:ada", "ada"), Role.VIEWER, 0);
        live.expire(LiveLimits.LOCK_GRACE_MILLIS);

        assertEquals(List.of(), live.view(ALL).typing());
        assertEquals(List.of(), live.snapshot(bob).cursors());
        assertEquals(bob.who(), live.view(ALL).locks().getFirst().holder());
        assertEquals(Optional.of(403), refusal(ada, new LiveCommand.Type(true)));
    }

    @Test
    void whoMayWriteFromNowOnTakesPart() {
        Member reader = people.reader("eve");
        live.join(reader);

        live.become(reader, People.caller("user:eve", "eve"), Role.OWNER, 0);

        assertEquals(Optional.empty(), refusal(reader, new LiveCommand.Type(true)));
        live.handle(ada, new LiveCommand.Acquire("p", 60_000, true), null, 0);
        assertEquals(Optional.empty(), refusal(reader, new LiveCommand.Steal("p", 60_000)));
    }

    @Test
    void aNewNameIsToldToAll() {
        live.become(ada, People.caller("user:ada", "Ada L."), Role.EDITOR, 0);

        PersonView renamed = new PersonView("user:ada", "Ada L.", null, null);
        assertEquals(List.of(new LiveFrame.Presence(2, 0, List.of(renamed), List.of())), live.drain(Tempo.CALM));
    }

    @Test
    void whereNothingIsDifferentNothingIsTold() {
        live.handle(ada, new LiveCommand.Acquire("p", 60_000, true), null, 0);
        live.drain(Tempo.NOW);

        live.become(ada, People.caller("user:ada", "ada"), Role.EDITOR, 0);

        assertEquals(List.of(), live.drain(Tempo.CALM));
        assertEquals(List.of(), live.drain(Tempo.NOW));
        assertEquals(ada.who(), live.view(ALL).locks().getFirst().holder());
    }

    private Optional<Integer> refusal(Member member, LiveCommand command) {
        return live.handle(member, command, null, 0)
                .map(refused -> refused.type().status());
    }
}
