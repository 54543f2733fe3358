package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.chat.Decision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What a role allows of live state, and what ends when it goes.
final class RightsTest {

    private static final Caller CALLER =
            new Caller("user:bob", new TenantId("acme"), "bob", Set.of(), Set.of("rooms:read", "rooms:write"));
    private static final LiveCommand.Acquire ACQUIRE = new LiveCommand.Acquire("p", 30_000, true);

    private final People people = new People();
    private final Live live = new Live(new AtomicLong()::incrementAndGet);

    @Test
    void eachRoleAllowsMore() {
        Member viewer = here("viewer", Role.VIEWER);
        Member commenter = here("commenter", Role.COMMENTER);
        Member editor = here("editor", Role.EDITOR);
        Member owner = here("owner", Role.OWNER);
        LiveCommand appear = new LiveCommand.Appear("busy", null);
        LiveCommand type = new LiveCommand.Type(true);
        LiveCommand point = new LiveCommand.Point("1");
        LiveCommand show = new LiveCommand.Show("s", 1, null, "1");
        LiveCommand steal = new LiveCommand.Steal("p", 30_000);

        assertMay(viewer, List.of(appear), List.of(type, point, ACQUIRE, show, steal));
        assertMay(commenter, List.of(appear, type, point), List.of(ACQUIRE, show, steal));
        assertMay(editor, List.of(appear, type, point, ACQUIRE, show), List.of(steal));
        assertMay(owner, List.of(appear, type, point, ACQUIRE, show, steal), List.of());
        assertEquals(Optional.of(ProblemType.UNAUTHENTICATED), anonymous(appear));
    }

    @Test
    void withTheRoleEndsWhatItAllowed() {
        Member bob = here("bob", Role.EDITOR);
        Member eve = here("eve", Role.EDITOR);
        live.handle(bob, new LiveCommand.Type(true), null, 0);
        live.handle(bob, new LiveCommand.Point("1"), null, 0);
        live.handle(bob, ACQUIRE, null, 0);
        live.handle(eve, ACQUIRE, null, 0);
        live.drainTold();

        live.become(bob, CALLER, Role.VIEWER, 1);

        List<Told> told = live.drainTold();
        assertEquals(List.of(bob, eve), told.stream().map(Told::to).toList());
        assertTrue(told.getFirst().frame().toString().contains("revoked"), told::toString);
        LiveFrame.Snapshot snapshot = live.snapshot(eve);
        assertTrue(snapshot.toString().contains("holder=Actor[subject=user:eve"), snapshot::toString);
        assertTrue(snapshot.cursors().isEmpty());
        assertEquals(List.of(), snapshot.state().typing());
    }

    @Test
    void whoMayNotHoldLocksDoesNotWaitForOne() {
        Member eve = here("eve", Role.EDITOR);
        Member bob = here("bob", Role.EDITOR);
        live.handle(eve, ACQUIRE, null, 0);
        live.handle(bob, ACQUIRE, null, 0);

        live.drainTold();
        live.become(bob, CALLER, Role.COMMENTER, 1);

        Told told = live.drainTold().getFirst();
        assertEquals(new Told(bob, LiveFrame.Lock.lost("p", null, "revoked")), told);
        live.handle(eve, new LiveCommand.Release("p"), null, 2);

        assertEquals(List.of(), live.snapshot(eve).state().locks());
    }

    @Test
    void whoIsSentAwayLeavesNothingBehind() {
        Member bob = here("bob", Role.EDITOR);
        Member eve = here("eve", Role.EDITOR);
        live.handle(bob, ACQUIRE, null, 0);

        live.quit(bob, 1);

        assertEquals(List.of(), live.snapshot(eve).state().locks());
        assertEquals(1, live.sockets());
    }

    private Optional<ProblemType> anonymous(LiveCommand command) {
        Member nobody = people.anonymous();
        live.join(nobody);
        return live.handle(nobody, command, null, 0).map(Decision.Refused::type);
    }

    private Member here(String name, Role role) {
        Member member = people.member(name, role);
        live.join(member);
        return member;
    }

    private void assertMay(Member member, List<LiveCommand> allowed, List<LiveCommand> refused) {
        for (LiveCommand command : allowed) {
            assertEquals(Optional.empty(), live.handle(member, command, null, 0), command.toString());
        }
        for (LiveCommand command : refused) {
            assertEquals(
                    Optional.of(ProblemType.FORBIDDEN),
                    live.handle(member, command, null, 0).map(Decision.Refused::type),
                    command.toString());
        }
    }
}
