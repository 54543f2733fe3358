package dev.atrium.room.fanout;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static dev.atrium.room.chat.Samples.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.Message;
import dev.atrium.room.live.LiveCommand;
import dev.atrium.room.live.Member;
import dev.atrium.room.testing.Api;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FanoutTest {

    private static final long TICK_NANOS = 2_000_000;

    private final EventLoop loop = new DefaultEventLoop();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private long nanos = 1;
    private final Fanout fanout = new Fanout(Runnable::run, this::later, () -> nanos, () -> NOW);
    private final Ear ada = new Ear();
    private final Ear bob = new Ear();

    @AfterEach
    void endLoop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void anIdleRoomSendsAtOnceAndABusyOneOncePerTick() {
        fanout.join(ROOM, ada);
        publish(2);
        assertEquals(List.of("[2]"), ada.heard());

        publish(3);
        publish(4);
        assertEquals(List.of("[2]"), ada.heard());
        endOfTick();

        assertEquals(List.of("[2]", "[3, 4]"), ada.heard());
    }

    @Test
    void theLongerSendingTakesTheLongerTheNextTimeWaits() {
        fanout.join(ROOM, ada);
        ada.takesNanos = 3 * TICK_NANOS;
        publish(2);
        ada.heard();

        publish(3);

        assertEquals(List.of(Duration.ofNanos(2 * 3 * TICK_NANOS - ada.takesNanos)), pauses);
    }

    @Test
    void allListenersShareOneEncoding() {
        fanout.join(ROOM, ada);
        fanout.join(ROOM, bob);

        publish(2);

        ada.heard();
        assertSame(ada.texts.getFirst(), bob.texts.getFirst());
    }

    @Test
    void whoJoinsGetsNothingOfWhatWaits() {
        fanout.join(ROOM, ada);
        publish(2);
        publish(3);

        fanout.join(ROOM, bob);
        publish(4);
        endOfTick();

        assertEquals(List.of("[2]", "[3]", "[4]"), ada.heard());
        assertEquals(List.of("[4]"), bob.heard());
    }

    @Test
    void whoLeavesHearsNothingMore() {
        fanout.join(ROOM, ada);
        fanout.join(ROOM, bob);
        fanout.leave(ROOM, ada);
        fanout.leave(ROOM, ada);

        publish(2);

        assertEquals(List.of(), ada.heard());
        assertEquals(List.of("[2]"), bob.heard());
        fanout.leave(ROOM, bob);
        assertTrue(!fanout.isHeard(ROOM));
    }

    @Test
    void whatOneIsToldComesInOneMessageOfItsOwn() {
        fanout.join(ROOM, ada);
        fanout.join(ROOM, bob);

        fanout.tell(ada, new ServerFrame.Ack("a", "m2", 2));
        fanout.tell(ada, new ServerFrame.Ack("b", "m3", 3));
        fanout.flush();

        assertEquals(List.of("[a, b]"), ada.heard());
        assertEquals(List.of(), bob.heard());
    }

    /// Else an older state would replace a newer one.
    @Test
    void theLiveStateComesWhereItIsTrue() {
        fanout.join(ROOM, ada);
        fanout.live().join(ROOM, ada, member());
        endOfTick();
        int before = ada.heard().size();
        publish(2);
        publish(3);

        fanout.live().refresh(ROOM, ada);
        publish(4);
        endOfTick();

        List<String> heard = ada.heard();
        assertEquals(List.of("[2]", "[3]", "[live]", "[4]"), heard.subList(before, heard.size()));
    }

    /// They are versions of the same: who has the last one needs no other.
    @Test
    void ofSeveralChangesOfAMessageAtATimeOnlyTheLastIsTold() {
        fanout.join(ROOM, ada);
        publish(2);

        change(2, 3);
        change(4, 5);
        publish(6);
        change(2, 7);
        endOfTick();
        change(2, 8);
        endOfTick();

        assertEquals(List.of("[2]", "[4@5, 6, 2@7]", "[2@8]"), ada.heard());
    }

    /// What comes later does not tell it.
    @Test
    void whoIsBehindHearsOfMarkers() {
        fanout.join(ROOM, ada);
        ada.behind = true;

        fanout.publish(new MarkersMoved(ROOM.tenant(), ROOM.room(), 2, NOW, Map.of(ADA.subject(), 1L)), null);
        fanout.flush();

        assertEquals(List.of("[markers]"), ada.heard());
    }

    private void change(long message, long version) {
        fanout.publish(new Message(message(message), version, null, false, false, List.of(), List.of(), null), null);
        fanout.flush();
    }

    /// Epochs are seconds, at the least, and JavaScript counts up to 2^53.
    @Test
    void tokensOfLocksRiseWithTheEpochsAndAnyClientCanCountThem() {
        long epoch = Instant.parse("2240-01-01T00:00:00Z").getEpochSecond();
        fanout.join(ROOM, ada);
        fanout.live().join(ROOM, ada, writer());

        fanout.live().opened(epoch);
        long first = acquire("a");
        long second = acquire("b");
        fanout.live().opened(epoch + 1);
        long third = acquire("c");

        assertTrue(first < second && second < third && third < 1L << 53, first + ", " + second + ", " + third);
    }

    private long acquire(String lock) {
        fanout.live().submit(ROOM, ada, null, new LiveCommand.Acquire(lock, 5_000, false));
        return fanout.live().locks(ROOM).find(lock).orElseThrow().token();
    }

    @Test
    void closingSendsTheLastThingsFirst() {
        fanout.join(ROOM, ada);
        publish(2);
        publish(3);

        Runnable farewell = fanout.close();
        assertEquals(List.of("[2]", "[3]"), ada.heard());
        farewell.run();

        assertEquals(List.of("[2]", "[3]", "moved"), ada.heard());
    }

    @Test
    void whoIsSentAwayGetsTheLastThingsFirst() {
        fanout.join(ROOM, ada);
        publish(2);
        publish(3);

        fanout.scatter(ROOM);
        fanout.scatter(ROOM);
        publish(4);
        endOfTick();

        assertEquals(List.of("[2]", "[3]", "moved"), ada.heard());
        assertTrue(!fanout.isHeard(ROOM));
    }

    private void later(Duration pause, Runnable task) {
        pauses.add(pause);
        later.add(task);
    }

    private static Member member() {
        Caller caller = new Caller(Caller.ANONYMOUS, ROOM.tenant(), "anonymous", Set.of(), Set.of(), null);
        return new Member(1, caller, Role.VIEWER);
    }

    private static Member writer() {
        Caller caller = new Caller("user:ada", ROOM.tenant(), "ada", Set.of(), Set.of(), null);
        return new Member(1, caller, Role.EDITOR);
    }

    private void publish(long sequence) {
        fanout.publish(message(sequence), null);
        fanout.flush();
    }

    /// What is on its way arrives before; else it would have taken a tick, and the next time would wait for longer.
    private void endOfTick() {
        loop.submit(() -> {}).syncUninterruptibly();
        nanos += TICK_NANOS;
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    private final class Ear implements Listener {

        private final List<byte[]> texts = new ArrayList<>();
        private final List<String> heard = new ArrayList<>();
        /// How long a delivery to it takes.
        private long takesNanos;

        private boolean behind;

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public void deliver(byte[] text) {
            nanos += takesNanos;
            texts.add(text);
            JsonNode json = Json.read(text, JsonNode.class);
            List<JsonNode> frames = json.isArray()
                    ? StreamSupport.stream(json.spliterator(), false).toList()
                    : List.of(json);
            heard.add(frames.stream().map(Ear::summary).toList().toString());
        }

        @Override
        public void offer(byte[] text) {
            if (!behind) {
                deliver(text);
            }
        }

        @Override
        public Caller caller() {
            return Api.user("acme", "ada");
        }

        @Override
        public void become(Role role) {}

        @Override
        public void gone() {}

        @Override
        public void expelled() {}

        @Override
        public void moved() {
            loop.execute(() -> heard.add("moved"));
        }

        /// What was heard when all that is on its way has arrived.
        List<String> heard() {
            try {
                return loop.submit(() -> List.copyOf(heard)).get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String summary(JsonNode frame) {
            return switch (frame.path("type").asText()) {
                case "message" -> frame.at("/message/sequence").asText();
                case "message-changed" ->
                    frame.at("/message/sequence").asText() + "@"
                            + frame.path("sequence").asText();
                case "live", "markers" -> frame.path("type").asText();
                default -> frame.path("clientId").asText();
            };
        }
    }
}
