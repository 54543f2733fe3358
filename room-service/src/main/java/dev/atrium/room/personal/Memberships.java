package dev.atrium.room.personal;

import dev.atrium.platform.event.Event;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.checkpoint.MembershipStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// Which of those who listen at this node are members of which rooms: read when somebody comes, from then
/// on as the rooms tell of it, and read again now and then, because what rooms tell may be lost with their
/// node. Bounded. Thread-safe.
@ApplicationScoped
final class Memberships {

    private static final Logger LOG = Logger.getLogger(Memberships.class);

    /// Of so many rooms of one person, the newest, it is known.
    static final int ROOMS_PER_PERSON = 500;

    /// Most memberships that are known; who comes when there are as many is told of no more rooms.
    static final int MEMBERSHIPS_MAX = 200_000;

    /// How many changes are remembered that the store may not have yet.
    private static final int CHANGES_MAX = 4_096;

    /// When all come at once, they must not take all connections to the store.
    private static final int READS_AT_ONCE = 4;

    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Duration RENEWAL_INTERVAL = Duration.ofMinutes(1);

    /// After so long somebody's rooms are read again. By then the store has what was told before.
    static final Duration RENEWAL = Duration.ofMinutes(10);

    private final Store store;
    private final BiConsumer<Duration, Runnable> later;
    private final LongSupplier nanoTime;
    private final Map<Person, Listening> byPerson = new HashMap<>();
    private final Map<RoomKey, Set<Person>> byRoom = new HashMap<>();
    /// The latest ones, oldest first.
    private final LinkedHashMap<Membership, Change> changes = new LinkedHashMap<>();
    private final Queue<Listening> waiting = new ArrayDeque<>();
    private int reading;
    private int size;

    /// What is stored.
    @FunctionalInterface
    interface Store {

        /// The rooms of which somebody is a member, newest first.
        Uni<List<MembershipStore.Stored>> of(Person person, int limit);
    }

    /// Somebody for as long as it listens here.
    private static final class Listening {

        private final Person person;
        private final Set<RoomKey> rooms = new HashSet<>();
        /// Whether they were read, and need not be read again yet; and when.
        private boolean known;
        private long readAtNanos;

        private Listening(Person person) {
            this.person = person;
        }
    }

    private record Membership(Person person, RoomKey room) {}

    /// @param member whether the person is a member since
    private record Change(long sequence, boolean member, long toldAtNanos) {}

    @Inject
    Memberships(MembershipStore store, Vertx vertx) {
        this(
                (person, limit) -> store.of(person.tenant(), person.subject(), limit),
                (delay, task) -> vertx.setTimer(delay.toMillis(), _ -> task.run()),
                System::nanoTime);
        vertx.setPeriodic(RENEWAL_INTERVAL.toMillis(), _ -> renew());
    }

    /// @param later runs a task after a while
    Memberships(Store store, BiConsumer<Duration, Runnable> later, LongSupplier nanoTime) {
        this.store = store;
        this.later = later;
        this.nanoTime = nanoTime;
    }

    /// Reads the rooms of those again of whom that is long ago.
    synchronized void renew() {
        for (Listening listening : byPerson.values()) {
            if (listening.known && isLongAgo(listening.readAtNanos)) {
                listening.known = false;
                waiting.add(listening);
            }
        }
        readOn();
    }

    private boolean isLongAgo(long atNanos) {
        return nanoTime.getAsLong() - atNanos >= RENEWAL.toNanos();
    }

    /// Somebody listens here from now on. Not twice without [#forget] in between.
    synchronized void follow(Person person) {
        Listening listening = new Listening(person);
        byPerson.put(person, listening);
        waiting.add(listening);
        readOn();
    }

    /// Nobody listens for the person any more.
    synchronized void forget(Person person) {
        Listening listening = byPerson.remove(person);
        if (listening != null) {
            waiting.remove(listening);
            List.copyOf(listening.rooms).forEach(room -> remove(listening, room));
        }
    }

    /// The members of a room who listen here.
    synchronized Set<Person> of(RoomKey room) {
        return Set.copyOf(byRoom.getOrDefault(room, Set.of()));
    }

    /// Takes over who has become a member of a room, and who is none any more.
    synchronized void apply(Event.RoomTidings tidings) {
        RoomKey room = new RoomKey(tidings.tenant(), tidings.room());
        long now = nanoTime.getAsLong();
        tidings.joined().forEach(subject -> change(room, subject, new Change(tidings.sequence(), true, now)));
        tidings.left().forEach(subject -> change(room, subject, new Change(tidings.sequence(), false, now)));
    }

    private void change(RoomKey room, String subject, Change change) {
        Person person = new Person(room.tenant(), subject);
        Membership membership = new Membership(person, room);
        changes.remove(membership);
        changes.put(membership, change);
        if (changes.size() > CHANGES_MAX) {
            changes.pollFirstEntry();
        }
        Listening listening = byPerson.get(person);
        if (listening != null) {
            set(listening, room, change.member());
        }
    }

    private void readOn() {
        while (reading < READS_AT_ONCE && !waiting.isEmpty()) {
            reading++;
            Listening next = waiting.remove();
            store.of(next.person, ROOMS_PER_PERSON)
                    .subscribe()
                    .with(found -> read(next, found), failure -> unread(next, failure));
        }
    }

    private synchronized void read(Listening listening, List<MembershipStore.Stored> found) {
        reading--;
        if (isPresent(listening)) {
            Map<RoomKey, Long> stored = new HashMap<>();
            found.forEach(one -> stored.put(new RoomKey(listening.person.tenant(), one.room()), one.sequence()));
            Set<RoomKey> rooms = new HashSet<>(stored.keySet());
            // What the store does not know yet.
            changes.forEach((membership, change) -> {
                if (membership.person().equals(listening.person)
                        && !isLongAgo(change.toldAtNanos())
                        && change.sequence() > stored.getOrDefault(membership.room(), 0L)) {
                    set(rooms, membership.room(), change.member());
                }
            });
            Set<RoomKey> left = new HashSet<>(listening.rooms);
            left.removeAll(rooms);
            left.forEach(room -> set(listening, room, false));
            rooms.forEach(room -> set(listening, room, true));
            listening.known = true;
            listening.readAtNanos = nanoTime.getAsLong();
        }
        readOn();
    }

    private synchronized void unread(Listening listening, Throwable failure) {
        reading--;
        LOG.debugf("whose rooms are whose is not known yet, trying again in %s: error=%s", RETRY, failure);
        later.accept(RETRY, () -> again(listening));
        readOn();
    }

    private synchronized void again(Listening listening) {
        if (isPresent(listening)) {
            waiting.add(listening);
            readOn();
        }
    }

    private boolean isPresent(Listening listening) {
        return byPerson.get(listening.person) == listening;
    }

    private static void set(Set<RoomKey> rooms, RoomKey room, boolean member) {
        if (member) {
            rooms.add(room);
        } else {
            rooms.remove(room);
        }
    }

    private void set(Listening listening, RoomKey room, boolean member) {
        if (!member) {
            remove(listening, room);
        } else if (size < MEMBERSHIPS_MAX && listening.rooms.size() < ROOMS_PER_PERSON && listening.rooms.add(room)) {
            size++;
            byRoom.computeIfAbsent(room, _ -> new HashSet<>()).add(listening.person);
        }
    }

    private void remove(Listening listening, RoomKey room) {
        if (listening.rooms.remove(room)) {
            size--;
            byRoom.computeIfPresent(room, (_, persons) -> {
                persons.remove(listening.person);
                return persons.isEmpty() ? null : persons;
            });
        }
    }
}
