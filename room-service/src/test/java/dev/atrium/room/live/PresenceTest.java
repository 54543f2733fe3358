package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.paging.PageRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is here is always who has an open socket, for those who come and for those who follow the changes.
final class PresenceTest {

    private final People people = new People();
    private final Live live = new Live(() -> 1);

    @Test
    void aPersonWithSeveralTabsCountsOnce() {
        Member first = join(people.writer("ada"));
        Member second = join(people.writer("ada"));
        live.drain(Tempo.CALM);

        live.leave(first, 0);

        assertEquals(1, live.view(new PageRequest(10, null)).people());
        assertEquals(List.of(), live.drain(Tempo.CALM));
        live.leave(second, 0);
        assertEquals(List.of(new LiveFrame.Presence(0, 0, List.of(), List.of("user:ada"))), live.drain(Tempo.CALM));
        assertTrue(live.isEmpty());
    }

    @Test
    void thoseWithoutANameAreOnlyCounted() {
        join(people.anonymous());
        join(people.anonymous());

        assertEquals(List.of(new LiveFrame.Presence(0, 2, List.of(), List.of())), live.drain(Tempo.CALM));
        assertEquals(0, live.view(new PageRequest(10, null)).people());
        assertEquals(2, live.view(new PageRequest(10, null)).viewers());
    }

    @Test
    void whoWatchesThroughRelaysIsOnlyCounted() {
        join(people.anonymous());
        Member first = join(people.relay());
        Member second = join(people.relay());

        handle(first, new LiveCommand.Watch(10));
        handle(second, new LiveCommand.Watch(5));
        handle(first, new LiveCommand.Watch(7));

        assertEquals(List.of(new LiveFrame.Presence(0, 13, List.of(), List.of())), live.drain(Tempo.CALM));
        live.leave(first, 0);
        assertEquals(List.of(new LiveFrame.Presence(0, 6, List.of(), List.of())), live.drain(Tempo.CALM));
        live.leave(second, 0);
        assertEquals(1, live.view(new PageRequest(10, null)).viewers());
    }

    @Test
    void nobodyButARelaySaysHowManyWatch() {
        Member ada = join(people.writer("ada"));

        assertTrue(live.handle(ada, new LiveCommand.Watch(10), null, 0).isPresent());

        assertEquals(0, live.view(new PageRequest(10, null)).viewers());
    }

    @Test
    void anAppearanceStaysAsLongAsThePerson() {
        Member first = join(people.writer("ada"));
        Member second = join(people.reader("ada"));
        handle(second, new LiveCommand.Appear("busy", "#102030"));

        live.leave(second, 0);

        PersonView busy = new PersonView("user:ada", "ada", "busy", "#102030");
        assertEquals(List.of(busy), live.view(new PageRequest(10, null)).here().items());
        live.leave(first, 0);
        join(people.writer("ada"));
        assertEquals(
                List.of(new PersonView("user:ada", "ada", null, null)),
                live.view(new PageRequest(10, null)).here().items());
    }

    @Test
    void aSnapshotOfACrowdNamesOnePageAndCountsAll() {
        IntStream.range(0, 250).forEach(i -> join(people.writer("p%03d".formatted(i))));
        Member last = join(people.writer("zoe"));

        LiveView view = live.snapshot(last).state();

        assertEquals(251, view.people());
        assertEquals(LiveLimits.SNAPSHOT_MAX, view.here().items().size());
        assertNotNull(view.here().nextCursor());
        assertEquals(
                "user:p100",
                live.view(new PageRequest(10, "user:p099"))
                        .here()
                        .items()
                        .getFirst()
                        .subject());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whoFollowsTheChangesKnowsWhatASnapshotSays(long seed) {
        Random random = new Random(seed);
        List<Member> open = new ArrayList<>();
        Map<String, PersonView> followed = new TreeMap<>();
        int followedViewers = 0;
        for (int step = 0; step < 5_000; step++) {
            if (open.isEmpty() || random.nextInt(100) < 50) {
                open.add(join(someone(random)));
            } else if (random.nextInt(100) < 80) {
                live.leave(open.remove(random.nextInt(open.size())), 0);
            } else {
                LiveCommand appearance = new LiveCommand.Appear("s" + random.nextInt(5), null);
                // Refused to those without a name.
                live.handle(open.get(random.nextInt(open.size())), appearance, null, 0);
            }
            if (random.nextInt(4) == 0) {
                for (LiveFrame frame : live.drain(Tempo.CALM)) {
                    if (frame instanceof LiveFrame.Presence diff) {
                        diff.here().forEach(person -> followed.put(person.subject(), person));
                        diff.left().forEach(followed::remove);
                        assertEquals(diff.people(), followed.size());
                        followedViewers = diff.viewers();
                    }
                }
                assertEquals(
                        List.copyOf(followed.values()),
                        live.view(new PageRequest(1_000, null)).here().items());
                assertEquals(
                        followedViewers, live.view(new PageRequest(1, null)).viewers());
            }
            assertCountsAreThoseOf(open);
        }
    }

    private void assertCountsAreThoseOf(List<Member> open) {
        Set<String> named = open.stream()
                .filter(member -> !member.isAnonymous())
                .map(Member::subject)
                .collect(Collectors.toCollection(HashSet::new));
        LiveView view = live.view(new PageRequest(1, null));
        assertEquals(named.size(), view.people());
        assertEquals(open.stream().filter(Member::isAnonymous).count(), view.viewers());
        assertEquals(open.size(), live.sockets());
    }

    private Member someone(Random random) {
        return random.nextInt(4) == 0 ? people.anonymous() : people.writer("p" + random.nextInt(20));
    }

    private Member join(Member member) {
        live.join(member);
        return member;
    }

    private void handle(Member member, LiveCommand command) {
        assertTrue(live.handle(member, command, null, 0).isEmpty());
    }
}
