package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.personal.Person;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A room and a node take so many sockets and no more (RM-9).
final class SeatsTest {

    private static final RoomKey LOBBY = new RoomKey(new TenantId("acme"), "0198c2f0-0000-7000-8000-000000000001");
    private static final RoomKey STUDY = new RoomKey(new TenantId("acme"), "0198c2f0-0000-7000-8000-000000000002");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Seats seats = new Seats(new Bounds(2, 3), metrics);

    @Test
    void aFullRoomTakesNobodyWhileOthersDo() {
        taken(LOBBY);
        taken(LOBBY);

        assertEquals(Refused.ROOM_SOCKETS, full(LOBBY).limit());
        assertEquals(ProblemType.ROOM_FULL.uri(), full(LOBBY).problem().type());
        taken(STUDY);
        assertEquals(2, refused("room-sockets"));
    }

    @Test
    void aFullNodeTakesNobody() {
        taken(LOBBY);
        taken(LOBBY);
        taken(STUDY);

        assertEquals(Refused.NODE_SOCKETS, full(STUDY).limit());
        assertEquals(1, refused("node-sockets"));
    }

    @Test
    void aSeatThatIsGivenBackIsFreeOnce() {
        Seat seat = taken(LOBBY);
        taken(LOBBY);

        seat.free();
        seat.free();

        taken(LOBBY);
        full(LOBBY);
    }

    @Test
    void onesOwnSocketsTakeNoSeatOfARoomButOneOfTheNode() {
        Person ada = new Person(LOBBY.tenant(), "user:ada");
        assertInstanceOf(Seats.Answer.Taken.class, seats.takeOwn(ada));

        assertEquals(
                Refused.OWN_SOCKETS,
                assertInstanceOf(Seats.Answer.Full.class, seats.takeOwn(ada)).limit());
        taken(LOBBY);
        taken(LOBBY);
        assertEquals(Refused.NODE_SOCKETS, full(STUDY).limit());
    }

    @Test
    void whoWatchesThroughARelayTakesNoSeatOfTheRoom() {
        taken(LOBBY);
        assertInstanceOf(Seats.Answer.Taken.class, seats.take(LOBBY, Seats.Guest.SPECTATOR));

        taken(LOBBY);
        assertEquals(Refused.NODE_SOCKETS, full(LOBBY).limit());
    }

    @Test
    void theLastSeatsAreForThoseWhoMayWrite() {
        Seats hall = new Seats(new Bounds(20, 100), metrics);
        for (int i = 0; i < 18; i++) {
            assertInstanceOf(Seats.Answer.Taken.class, hall.take(LOBBY, Seats.Guest.READER));
        }

        assertEquals(new Seats.Answer.Full(Refused.ROOM_SOCKETS, 18), hall.take(LOBBY, Seats.Guest.READER));
        assertInstanceOf(Seats.Answer.Taken.class, hall.take(LOBBY, Seats.Guest.WRITER));
        assertInstanceOf(Seats.Answer.Taken.class, hall.take(LOBBY, Seats.Guest.WRITER));
        assertEquals(new Seats.Answer.Full(Refused.ROOM_SOCKETS, 20), hall.take(LOBBY, Seats.Guest.WRITER));
    }

    @Test
    void allSocketsOfARoomShareOneLimitOfFrames() {
        Seat seat = taken(LOBBY);
        RateLimit frames = seats.frames(LOBBY, false);

        assertSame(frames, seats.frames(LOBBY, false));
        assertNotSame(frames, seats.frames(STUDY, false));
        seat.free();
        taken(LOBBY);
        assertNotSame(frames, seats.frames(LOBBY, false));
    }

    private Seat taken(RoomKey room) {
        return assertInstanceOf(Seats.Answer.Taken.class, seats.take(room, Seats.Guest.WRITER))
                .seat();
    }

    private Seats.Answer.Full full(RoomKey room) {
        return assertInstanceOf(Seats.Answer.Full.class, seats.take(room, Seats.Guest.WRITER));
    }

    private double refused(String limit) {
        return metrics.get("atrium.room.sockets.refused")
                .tag("limit", limit)
                .counter()
                .count();
    }

    record Bounds(int perRoom, int perNode) implements SocketConfig {

        @Override
        public int messageBytes() {
            return 1_024;
        }

        @Override
        public int framesPerSecond() {
            return 10;
        }

        @Override
        public int roomFramesPerSecond() {
            return 10;
        }

        @Override
        public int perPerson() {
            return 1;
        }

        @Override
        public long incomingBytes() {
            return 1 << 24;
        }

        @Override
        public long outgoingBytes() {
            return 1 << 24;
        }

        @Override
        public int queueBytes() {
            return 65_536;
        }

        @Override
        public Duration pingInterval() {
            return Duration.ofSeconds(20);
        }
    }
}
