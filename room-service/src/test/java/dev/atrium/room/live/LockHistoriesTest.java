package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.paging.PageRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happens in whatever order: one holder at a time, tokens that rise, and nobody overtakes.
final class LockHistoriesTest {

    private static final int STEPS = 20_000;

    private long token;
    private long now;
    private @Nullable Member acting;
    private long highest;
    private final People people = new People();
    private final Live live = new Live(() -> ++token);
    private final List<Member> open = new ArrayList<>();
    /// By what members were told: who holds a lock, by the token.
    private final Map<String, Map<Member, Long>> believers = new HashMap<>();
    /// By what members were told: who waits, in the order in which they began.
    private final Map<String, List<Member>> queues = new HashMap<>();

    /// By what members were told: the place of each that waits.
    private final Map<String, Map<Member, Integer>> places = new HashMap<>();

    private final Map<String, LockView> followed = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void promisesHoldInRandomHistories(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(300);
            act(random);
            follow();
            checkExclusion();
        }
        assertTrue(highest > STEPS / 50, () -> "only so many grants: " + highest);
    }

    private void act(Random random) {
        acting = null;
        int what = random.nextInt(100);
        if (open.isEmpty() || what < 8) {
            int who = random.nextInt(6);
            Member member = who == 0 ? people.moderator("p0") : people.writer("p" + who);
            open.add(member);
            live.join(member);
            return;
        }
        Member member = open.get(random.nextInt(open.size()));
        String name = "l" + random.nextInt(3);
        long ttl = 1_000L + random.nextInt(5_000);
        if (what < 14) {
            open.remove(member);
            if (random.nextBoolean()) {
                live.leave(member, now);
            } else {
                live.quit(member, now);
            }
            queues.values().forEach(queue -> queue.remove(member));
            believers.values().forEach(holders -> holders.remove(member));
        } else if (what < 20) {
            live.expire(now);
        } else {
            LiveCommand command = switch (random.nextInt(10)) {
                case 0, 1, 2 -> new LiveCommand.Acquire(name, ttl, true);
                case 3, 4 -> new LiveCommand.Acquire(name, ttl, false);
                case 5 -> new LiveCommand.Renew(name, ttl);
                case 6 -> new LiveCommand.Steal(name, ttl);
                default -> new LiveCommand.Release(name);
            };
            acting = member;
            live.handle(member, command, null, now);
        }
    }

    private void follow() {
        List<LiveFrame> _ = live.drain(Tempo.CALM);
        for (Told one : live.drainTold()) {
            if (one.frame() instanceof LiveFrame.Lock lock) {
                Map<Member, Long> holders = believers.computeIfAbsent(lock.name(), _ -> new HashMap<>());
                List<Member> queue = queues.computeIfAbsent(lock.name(), _ -> new ArrayList<>());
                switch (lock.event()) {
                    case "granted" -> granted(one.to(), lock, holders, queue);
                    case "queued" -> {
                        if (!queue.contains(one.to())) {
                            queue.add(one.to());
                        }
                        assertEquals(queue.indexOf(one.to()) + 1, lock.position());
                        places.computeIfAbsent(lock.name(), _ -> new HashMap<>())
                                .put(one.to(), queue.indexOf(one.to()) + 1);
                    }
                    default -> {
                        holders.remove(one.to());
                        queue.remove(one.to());
                    }
                }
            }
        }
        for (LiveFrame frame : live.drain(Tempo.NOW)) {
            if (frame instanceof LiveFrame.Locks locks) {
                locks.held().forEach(lock -> followed.put(lock.name(), lock));
                locks.free().forEach(followed::remove);
            }
        }
    }

    private void granted(Member to, LiveFrame.Lock lock, Map<Member, Long> holders, List<Member> queue) {
        Long granted = lock.token();
        assertNotEquals(null, granted);
        if (granted != null && !granted.equals(holders.get(to))) {
            assertTrue(granted > highest, "tokens rise");
            highest = granted;
            // Who waits gets it when it is the first; out of turn only who asks now: to steal, or for what was its own.
            assertTrue(!queue.contains(to) || queue.getFirst() == to || to == acting);
            queue.remove(to);
            holders.put(to, granted);
        }
    }

    private void checkExclusion() {
        Map<String, LockView> seen = new TreeMap<>();
        live.view(new PageRequest(1, null)).locks().forEach(lock -> seen.put(lock.name(), lock));
        assertEquals(seen, followed);
        Set<Long> tokens = new HashSet<>();
        believers.forEach((name, holders) -> {
            assertTrue(holders.size() <= 1, () -> "more than one holds " + name);
            holders.forEach((member, granted) -> {
                assertTrue(tokens.add(granted));
                LockView lock = seen.get(name);
                assertTrue(lock != null && lock.token() == granted && lock.socket() == member.socket());
            });
        });
        queues.forEach((name, queue) -> {
            LockView lock = seen.get(name);
            assertEquals(queue.size(), lock == null ? 0 : lock.waiting());
            for (int place = 0; place < queue.size(); place++) {
                assertEquals(place + 1, places.getOrDefault(name, Map.of()).get(queue.get(place)));
            }
        });
    }
}
