package dev.atrium.room.personal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.checkpoint.MembershipStore.Stored;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whose rooms are whose is what the store says, and what has happened since.
final class MembershipsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final RoomKey ROOM = room(1);
    private static final Person ADA = new Person(ACME, "user:ada");
    private static final Person BOB = new Person(ACME, "user:bob");

    private final Map<Person, UniEmitter<? super List<Stored>>> asked = new LinkedHashMap<>();
    private final List<Runnable> due = new ArrayList<>();
    private long nanos;
    private final Memberships memberships = new Memberships(
            (person, _) -> Uni.createFrom().emitter(emitter -> asked.put(person, emitter)),
            (_, task) -> due.add(task),
            () -> nanos);

    @Test
    void membersAreThoseOfTheStoreWhoListenHere() {
        memberships.follow(ADA);
        memberships.follow(BOB);
        answer(ADA, ROOM, 7);
        assertEquals(Set.of(ADA), memberships.of(ROOM));

        answer(BOB, ROOM, 7);
        memberships.forget(ADA);

        assertEquals(Set.of(BOB), memberships.of(ROOM));
        assertEquals(Set.of(), memberships.of(room(2)));
    }

    @Test
    void whatTheStoreDoesNotKnowYetCounts() {
        tell(ROOM, 8, List.of(), List.of("user:ada"));
        tell(room(2), 5, List.of("user:ada"), List.of());
        memberships.follow(ADA);
        tell(room(3), 9, List.of("user:ada"), List.of());

        answer(ADA, ROOM, 7);

        assertEquals(Set.of(), memberships.of(ROOM));
        assertEquals(Set.of(ADA), memberships.of(room(2)));
        assertEquals(Set.of(ADA), memberships.of(room(3)));
    }

    @Test
    void whatTheStoreKnowsBetterDoesNot() {
        tell(ROOM, 5, List.of(), List.of("user:ada"));
        memberships.follow(ADA);

        answer(ADA, ROOM, 7);

        assertEquals(Set.of(ADA), memberships.of(ROOM));
    }

    @Test
    void whoListensIsAMemberFromThenOnAndUntilThen() {
        memberships.follow(ADA);
        answer(ADA, ROOM, 7);

        tell(ROOM, 8, List.of(), List.of("user:ada"));
        assertEquals(Set.of(), memberships.of(ROOM));
        tell(ROOM, 9, List.of("user:ada", "user:bob"), List.of());
        assertEquals(Set.of(ADA), memberships.of(ROOM));
    }

    @Test
    void whileTheStoreDoesNotAnswerItIsAskedAgain() {
        memberships.follow(ADA);
        emitter(ADA).fail(new IllegalStateException("away"));
        assertEquals(1, due.size());

        due.removeFirst().run();
        answer(ADA, ROOM, 7);

        assertEquals(Set.of(ADA), memberships.of(ROOM));
    }

    @Test
    void whoHasGoneMeanwhileIsNoMember() {
        memberships.follow(ADA);
        UniEmitter<? super List<Stored>> first = emitter(ADA);
        memberships.forget(ADA);

        first.complete(List.of(new Stored(ROOM.room(), 7)));
        assertEquals(Set.of(), memberships.of(ROOM));

        memberships.follow(ADA);
        emitter(ADA).fail(new IllegalStateException("away"));
        memberships.forget(ADA);
        due.removeFirst().run();
        assertEquals(Map.of(), asked);
    }

    /// As where a node died before it could tell.
    @Test
    void whatWasNotToldIsReadAfterAWhile() {
        memberships.follow(ADA);
        answer(ADA, ROOM, 7);
        tell(room(2), 8, List.of("user:ada"), List.of());

        memberships.renew();
        assertEquals(Map.of(), asked);
        nanos += Memberships.RENEWAL.toNanos();
        memberships.renew();
        memberships.renew();
        tell(room(3), 5, List.of("user:ada"), List.of());
        answer(ADA, room(4), 9);

        assertEquals(Set.of(), memberships.of(ROOM));
        assertEquals(Set.of(), memberships.of(room(2)));
        assertEquals(Set.of(ADA), memberships.of(room(3)));
        assertEquals(Set.of(ADA), memberships.of(room(4)));
        assertEquals(Map.of(), asked);
        nanos += Memberships.RENEWAL.toNanos();
        memberships.renew();
        assertEquals(Set.of(ADA), asked.keySet());
    }

    @Test
    void theStoreIsAskedAboutFewAtATime() {
        List<Person> many = IntStream.range(0, 10)
                .mapToObj(number -> new Person(ACME, "user:" + number))
                .toList();
        many.forEach(memberships::follow);
        assertEquals(4, asked.size());

        answer(many.getFirst(), ROOM, 7);
        assertEquals(4, asked.size());
        Stream.generate(() -> List.copyOf(asked.keySet()).getFirst())
                .limit(9)
                .forEach(person -> answer(person, ROOM, 7));

        assertEquals(Set.copyOf(many), memberships.of(ROOM));
    }

    @Test
    void ofOnePersonSoManyRoomsAreKnown() {
        memberships.follow(ADA);
        emitter(ADA)
                .complete(IntStream.range(0, Memberships.ROOMS_PER_PERSON)
                        .mapToObj(number -> new Stored(room(number).room(), 7))
                        .toList());

        tell(room(9_999), 8, List.of("user:ada"), List.of());
        assertEquals(Set.of(), memberships.of(room(9_999)));
        tell(ROOM, 8, List.of(), List.of("user:ada"));
        tell(room(9_999), 9, List.of("user:ada"), List.of());
        assertEquals(Set.of(ADA), memberships.of(room(9_999)));
    }

    private void answer(Person person, RoomKey room, long sequence) {
        emitter(person).complete(List.of(new Stored(room.room(), sequence)));
    }

    private UniEmitter<? super List<Stored>> emitter(Person person) {
        return Objects.requireNonNull(asked.remove(person), () -> "not asked about: " + person);
    }

    private void tell(RoomKey room, long sequence, List<String> joined, List<String> left) {
        memberships.apply(
                new Event.RoomTidings(ACME, room.room(), sequence, Map.of(), List.of(), Map.of(), joined, left));
    }

    private static RoomKey room(int number) {
        return new RoomKey(ACME, "0198c2f0-0000-7000-8000-%012d".formatted(number));
    }
}
