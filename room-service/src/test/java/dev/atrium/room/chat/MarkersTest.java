package dev.atrium.room.chat;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Up to where people have read (RM-14).
final class MarkersTest {

    private final Room room = Samples.room(Visibility.PUBLIC, 9);

    @Test
    void whatIsWishedMovesTogether() {
        mark(ADA, 3);
        mark(BOB, 7);
        mark(ADA, 5);

        assertEquals(Map.of(ADA.subject(), 5L, BOB.subject(), 7L), confirm());

        assertEquals(5, room.readUpTo(ADA.subject()));
        assertEquals(7, room.readUpTo(BOB.subject()));
        assertEquals(Optional.empty(), room.collect(NOW));
    }

    @Test
    void aMarkerOnlyGoesForward() {
        mark(ADA, 5);
        confirm();

        assertEquals(new Decision.Nothing(), mark(ADA, 4));
        assertEquals(new Decision.Nothing(), mark(ADA, 5));
        room.apply(new MarkersMoved(ROOM.tenant(), ROOM.room(), 11, NOW, Map.of(ADA.subject(), 2L)));

        assertEquals(5, room.readUpTo(ADA.subject()));
    }

    @Test
    void whatIsOnItsWayIsWaitedForAndWhatIsLostIsForgotten() {
        mark(ADA, 5);
        room.collect(NOW);

        assertEquals(new Decision.OnItsWay(10), mark(ADA, 4));
        assertEquals(new Decision.OnItsWay(10), mark(ADA, 5));
        assertEquals(new Decision.Collected(false), mark(ADA, 6));
        room.forgetPredictions();

        assertEquals(Optional.empty(), room.collect(NOW));
        assertEquals(new Decision.Collected(false), mark(ADA, 5));
        assertEquals(Map.of(ADA.subject(), 5L), confirm());
    }

    @Test
    void nobodyHasReadWhatIsNotThere() {
        Decision decision = mark(ADA, 10);

        assertTrue(
                decision instanceof Decision.Refused refused && refused.type() == ProblemType.INVALID_REQUEST,
                decision.toString());
        assertEquals(
                Decision.Refused.NOT_FOUND,
                Samples.room(Visibility.PRIVATE, 2).handle(new Command.MarkRead(BOB, 1), NOW));
    }

    @Test
    void whatIsCollectedIsBounded() {
        for (int i = 1; i < 2_000; i++) {
            assertEquals(new Decision.Collected(false), mark(new Actor("user:" + i, "x"), 2));
        }

        assertEquals(new Decision.Collected(true), mark(ADA, 2));
        assertEquals(2_000, confirm().size());
    }

    @Test
    void memoryHasTheMarkersOfThoseWhoReadLast() {
        Markers markers = new Markers(2);
        markers.load(List.of(new Marker("a", 1), new Marker("b", 2)));
        assertEquals(List.of(new Marker("b", 2), new Marker("a", 1)), markers.newest(5));

        markers.apply(new MarkersMoved(ROOM.tenant(), ROOM.room(), 5, NOW, Map.of("a", 4L)));
        markers.apply(new MarkersMoved(ROOM.tenant(), ROOM.room(), 6, NOW, Map.of("c", 3L)));

        assertEquals(List.of(new Marker("c", 3), new Marker("a", 4)), markers.newest(5));
        assertEquals(List.of(new Marker("c", 3)), markers.newest(1));
        assertEquals(0, markers.of("b"));
    }

    private Decision mark(Actor who, long readUpTo) {
        return room.handle(new Command.MarkRead(who, readUpTo), NOW);
    }

    private Map<String, Long> confirm() {
        MarkersMoved moved = (MarkersMoved) room.collect(NOW).orElseThrow().event();
        room.apply(moved);
        return moved.readUpTo();
    }
}
