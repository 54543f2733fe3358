package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.paging.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LocksTest {

    private static final PageRequest ONE = new PageRequest(1, null);

    private long token;
    private final People people = new People();
    private final Member ada = people.writer("ada");
    private final Member bob = people.writer("bob");
    private final Member owner = people.moderator("olga");
    private final Live live = new Live(() -> ++token);

    @BeforeEach
    void join() {
        List.of(ada, bob, owner).forEach(live::join);
    }

    @Test
    void lockIsRefusedWhileAnotherHoldsIt() {
        acquire(ada, 0);

        Optional<Integer> refusal = handle(bob, new LiveCommand.Acquire("p1", 5_000, false), 4_999);

        assertEquals(Optional.of(409), refusal);
        assertEquals(List.of("ada granted 1"), told());
        assertEquals(
                List.of(new LockView("p1", ada.who(), 1, 1, 5_000, 0)),
                live.view(ONE).locks());
    }

    @Test
    void waitersGetItInOrder() {
        acquire(ada, 0);
        acquire(bob, 1);
        acquire(owner, 2);
        acquire(owner, 3);
        assertEquals(List.of("ada granted 1", "bob queued 1", "olga queued 2", "olga queued 2"), told());

        release(ada, 10);
        release(bob, 20);
        release(owner, 30);

        assertEquals(
                List.of("ada released", "bob granted 2", "bob released", "olga granted 3", "olga released"), told());
        assertEquals(List.of(), live.view(ONE).locks());
        assertEquals(List.of(new LiveFrame.Locks(List.of(), List.of("p1"))), live.drain(Tempo.NOW));
    }

    @Test
    void aLeaseEndsUnlessItIsRenewed() {
        acquire(ada, 0);
        acquire(bob, 0);
        assertEquals(Optional.empty(), handle(ada, new LiveCommand.Renew("p1", 5_000), 4_000));
        told();

        live.expire(8_999);
        assertEquals(List.of(), told());
        live.expire(9_000);

        assertEquals(List.of("ada lost 1 expired", "bob granted 2"), told());
        assertEquals(Optional.of(409), handle(ada, new LiveCommand.Renew("p1", 5_000), 9_001));
        assertEquals(14_000, live.nextMillis());
    }

    @Test
    void aLeaseThatIsOverDoesNotCountEvenBeforeTheTimer() {
        acquire(ada, 0);

        assertEquals(Optional.empty(), handle(bob, new LiveCommand.Acquire("p1", 5_000, false), 5_000));

        assertEquals(List.of("ada granted 1", "ada lost 1 expired", "bob granted 2"), told());
    }

    @Test
    void whoComesBackInTimeGetsTheLockAgain() {
        handle(ada, new LiveCommand.Acquire("p1", 60_000, true), 0);
        acquire(bob, 0);
        live.leave(ada, 1_000);
        told();
        Member adaAgain = people.writer("ada");
        live.join(adaAgain);

        acquire(adaAgain, 10_999);

        assertEquals(List.of("ada granted 2"), told());
        assertEquals(1, live.view(ONE).locks().getFirst().waiting());
    }

    @Test
    void theSecondTabThatWaitedGetsTheLockWhenItAsksAgain() {
        Member secondTab = people.writer("ada");
        live.join(secondTab);
        handle(ada, new LiveCommand.Acquire("p1", 60_000, true), 0);
        acquire(secondTab, 0);
        live.leave(ada, 1_000);
        told();

        acquire(secondTab, 1_001);

        assertEquals(List.of("ada granted 2"), told());
        assertEquals(0, live.view(ONE).locks().getFirst().waiting());
    }

    @Test
    void whoDoesNotComeBackLosesItToTheNext() {
        handle(ada, new LiveCommand.Acquire("p1", 60_000, true), 0);
        acquire(bob, 0);
        acquire(owner, 0);
        live.leave(bob, 500);
        live.leave(ada, 1_000);
        told();

        live.expire(10_999);
        assertEquals(List.of(), told());
        live.expire(11_000);

        assertEquals(List.of("olga granted 2"), told());
    }

    @Test
    void whatOnlyAbsentOnesHoldKeepsTheRoomForAWhile() {
        acquire(ada, 0);
        List.of(ada, bob, owner).forEach(member -> live.leave(member, 1_000));
        assertTrue(!live.isEmpty());

        live.expire(live.nextMillis());

        assertTrue(live.isEmpty());
        assertEquals(Long.MAX_VALUE, live.nextMillis());
    }

    @Test
    void whoWaitsHearsItsPlaceWhenItMoves() {
        Member eve = people.writer("eve");
        live.join(eve);
        List.of(ada, bob, owner, eve).forEach(member -> acquire(member, 0));
        told();

        live.leave(bob, 1);
        assertEquals(List.of("olga queued 1", "eve queued 2"), told());

        release(ada, 2);
        assertEquals(List.of("ada released", "olga granted 2", "eve queued 1"), told());

        acquire(bob(), 3);
        assertEquals(List.of("bob queued 2"), told());
    }

    @Test
    void theThiefThatWaitedMakesRoomForThoseBehind() {
        acquire(ada, 0);
        acquire(owner, 0);
        acquire(bob, 0);
        told();

        handle(owner, new LiveCommand.Steal("p1", 5_000), 1);

        assertEquals(List.of("ada lost 1 stolen", "olga granted 2", "bob queued 1"), told());
    }

    @Test
    void whoIsDoneHoldsNothingAnyMore() {
        acquire(ada, 0);
        acquire(bob, 0);
        told();

        live.quit(ada, 1);

        assertTrue(told().contains("bob granted 2"));
        live.quit(bob, 2);
        assertEquals(List.of(), live.view(ONE).locks());
    }

    @Test
    void onlyTheOwnerStealsAndTheVictimIsTold() {
        acquire(ada, 0);
        acquire(bob, 0);
        told();

        assertEquals(Optional.of(403), handle(bob, new LiveCommand.Steal("p1", 5_000), 1));
        assertEquals(Optional.empty(), handle(owner, new LiveCommand.Steal("p1", 5_000), 1));

        assertEquals(List.of("ada lost 1 stolen", "olga granted 2"), told());
        assertEquals(Optional.of(409), handle(ada, new LiveCommand.Release("p1"), 2));
        release(owner, 3);
        assertEquals(List.of("olga released", "bob granted 3"), told());
    }

    @Test
    void numbersAreBounded() {
        IntStream.range(0, LiveLimits.LOCKS_PER_SOCKET)
                .forEach(i -> handle(ada, new LiveCommand.Acquire("l" + i, 5_000, true), 0));

        assertEquals(Optional.of(409), handle(ada, new LiveCommand.Acquire("more", 5_000, true), 0));
        IntStream.range(0, LiveLimits.LOCK_WAITERS).forEach(i -> {
            Member member = people.writer("w" + i);
            live.join(member);
            assertEquals(Optional.empty(), handle(member, new LiveCommand.Acquire("l0", 5_000, true), 0));
        });
        assertEquals(Optional.of(409), handle(bob, new LiveCommand.Acquire("l0", 5_000, true), 0));
    }

    private Member bob() {
        Member again = people.writer("bob");
        live.join(again);
        return again;
    }

    private void acquire(Member member, long now) {
        assertEquals(Optional.empty(), handle(member, new LiveCommand.Acquire("p1", 5_000, true), now));
    }

    private void release(Member member, long now) {
        assertEquals(Optional.empty(), handle(member, new LiveCommand.Release("p1"), now));
    }

    private Optional<Integer> handle(Member member, LiveCommand command, long now) {
        return live.handle(member, command, null, now)
                .map(refused -> refused.type().status());
    }

    /// Each who gives it back moves all who wait.
    @Test
    void placesAreToldAtACalmPace() {
        acquire(ada, 0);
        acquire(bob, 1);
        acquire(owner, 2);
        told();

        release(ada, 3);

        assertEquals(2, live.drainTold().size());
        assertEquals(1, live.waiting(Tempo.CALM));
        assertEquals(List.of("olga queued 1"), told());
        assertEquals(0, live.waiting(Tempo.CALM));
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        List<LiveFrame> _ = live.drain(Tempo.CALM);
        for (Told one : live.drainTold()) {
            if (one.frame() instanceof LiveFrame.Lock lock) {
                StringBuilder text = new StringBuilder(one.to().who().handle() + " " + lock.event());
                for (Object part : new Object[] {lock.token(), lock.position(), lock.reason()}) {
                    if (part != null) {
                        text.append(' ').append(part);
                    }
                }
                told.add(text.toString());
            }
        }
        return told;
    }
}
