package dev.atrium.room.tidings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Those who are elsewhere hear once a second of each room what is new there.
final class TidingsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final String ROOM = "0198c2f0-0000-7000-8000-000000000001";
    private static final Instant AT = Instant.parse("2026-11-28T01:02:03Z");
    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Actor BOB = new Actor("user:bob", "bob");

    private final List<Event.RoomTidings> told = new ArrayList<>();
    private final List<Runnable> due = new ArrayList<>();
    private final Tidings tidings = new Tidings(
            (delay, task) -> {
                assertEquals(Duration.ofSeconds(1), delay);
                due.add(task);
            },
            told::add);

    @Test
    void whatIsPostedWithinASecondIsToldTogether() {
        tidings.add(message(7, ADA, "bob", "ada"));
        tidings.add(message(8, BOB));
        tidings.add(message(9, ADA, "bob", "eve"));
        assertEquals(List.of(), told);

        second();

        assertEquals(
                List.of(new Event.RoomTidings(
                        ACME,
                        ROOM,
                        9,
                        Map.of("user:ada", 2, "user:bob", 1),
                        List.of("bob", "eve"),
                        Map.of(),
                        List.of(),
                        List.of())),
                told);
        assertEquals(List.of(), due);
    }

    @Test
    void eachRoomIsToldOfByItself() {
        tidings.add(message(7, ADA));
        tidings.add(new RoomEvent.RoomCreated(
                ACME, ROOM.replace('1', '2'), 1, AT, "Study", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PRIVATE, BOB));

        second();

        assertEquals(2, told.size());
        assertEquals(List.of("user:bob"), told.getLast().joined());
    }

    @Test
    void howFarPeopleHaveReadIsToldOnce() {
        tidings.add(new RoomEvent.MarkersMoved(ACME, ROOM, 9, AT, Map.of("user:ada", 7L, "user:bob", 8L)));
        tidings.add(new RoomEvent.MarkersMoved(ACME, ROOM, 10, AT, Map.of("user:ada", 9L)));

        second();

        assertEquals(1, told.size());
        assertEquals(10, told.getFirst().sequence());
        assertEquals(Map.of("user:ada", 9L, "user:bob", 8L), told.getFirst().readUpTo());
    }

    @Test
    void whoIsNoMemberAnyMoreIsToldOfAtOnce() {
        tidings.add(new RoomEvent.MemberSet(ACME, ROOM, 5, AT, ADA, BOB, RoomEvent.Role.VIEWER));
        tidings.add(message(6, ADA));
        tidings.add(new RoomEvent.MemberRemoved(ACME, ROOM, 7, AT, ADA, "user:bob"));

        assertEquals(1, told.size());
        assertEquals(List.of(), told.getFirst().joined());
        assertEquals(List.of("user:bob"), told.getFirst().left());
        second();
        assertEquals(1, told.size());
    }

    @Test
    void whatNobodyElsewhereNeedsIsNotTold() {
        tidings.add(new RoomEvent.DraftSaved(ACME, ROOM, 5, AT, "user:ada", "main", "Dear"));
        tidings.add(new RoomEvent.MemberUnbanned(ACME, ROOM, 6, AT, ADA, "user:bob"));

        assertEquals(List.of(), due);
    }

    @Test
    void soManyReadersThatOneRecordCouldNotHoldThemAreToldOfInParts() {
        Map<String, Long> readers = IntStream.range(0, 2_000)
                .boxed()
                .collect(Collectors.toMap(number -> "user:" + "x".repeat(190) + number, _ -> 9L));

        tidings.add(new RoomEvent.MarkersMoved(ACME, ROOM, 9, AT, readers));
        second();

        assertTrue(told.size() > 1);
        assertEquals(
                2_000, told.stream().mapToInt(part -> part.readUpTo().size()).sum());
    }

    @Test
    void whatWaitsIsToldAtTheEnd() {
        tidings.add(message(7, ADA));

        tidings.close();
        second();

        assertEquals(1, told.size());
    }

    private void second() {
        List<Runnable> now = List.copyOf(due);
        due.clear();
        now.forEach(Runnable::run);
    }

    private static RoomEvent message(long sequence, Actor sender, String... mentions) {
        return new RoomEvent.MessagePosted(
                ACME, ROOM, sequence, AT, "m" + sequence, sender, "hello", null, null, null, List.of(mentions), null);
    }
}
