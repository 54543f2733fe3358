package dev.atrium.room.fanout;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.web.Json;
import dev.atrium.room.live.Member;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is for one person's sockets only.
final class PersonalFanoutTest {

    private final EventLoop loop = new DefaultEventLoop();
    private long nanos = 1;
    private final Fanout fanout = new Fanout(Runnable::run, (_, task) -> task.run(), () -> nanos++, () -> NOW);
    private final Ear adas = new Ear(ADA);
    private final Ear adasOther = new Ear(ADA);
    private final Ear bobs = new Ear(BOB);
    private final Ear nobodys = new Ear(null);

    @AfterEach
    void endLoop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aDraftIsToldToTheOtherSocketsOfItsPerson() {
        joinAll();

        fanout.publish(draft(2, "one"), null);
        fanout.authored(ROOM, adas);
        fanout.publish(draft(3, "by HTTP"), null);
        fanout.flush();

        assertEquals(List.of("draft by HTTP"), adas.heard());
        assertEquals(List.of("draft one", "draft by HTTP"), adasOther.heard());
        assertEquals(List.of(), bobs.heard());
        assertEquals(List.of(), nobodys.heard());
    }

    @Test
    void aMessageThatEndsADraftSaysSoToItsPersonOnly() {
        joinAll();

        fanout.publish(
                new MessagePosted(
                        ROOM.tenant(), ROOM.room(), 2, NOW, "m", ADA, "sent", "c", null, null, List.of(), "main"),
                null);
        fanout.authored(ROOM, adas);
        fanout.flush();

        assertEquals(List.of("message "), adas.heard());
        assertEquals(List.of("message ", "draft "), adasOther.heard());
        assertEquals(List.of("message "), bobs.heard());
    }

    @Test
    void whoHasLeftIsToldNothing() {
        joinAll();
        fanout.leave(ROOM, adasOther);

        fanout.publish(draft(2, "one"), null);
        fanout.flush();

        assertEquals(List.of(), adasOther.heard());
    }

    @Test
    void inASmallRoomEverybodyHearsHowFarTheOthersHaveRead() {
        joinAll();

        fanout.publish(moved(), null);
        fanout.flush();

        assertEquals(List.of("markers user:ada"), bobs.heard());
        assertEquals(List.of("markers user:ada"), nobodys.heard());
    }

    @Test
    void inARoomOfManyPeopleEachHearsOnlyOfItself() {
        joinAll();
        for (int i = 0; i < 101; i++) {
            Ear ear = new Ear(new Actor("user:" + i, "x"));
            Caller caller = new Caller("user:" + i, ROOM.tenant(), "x", Set.of(), Set.of());
            fanout.live().join(ROOM, ear, new Member(i, caller, Role.EDITOR));
        }
        bobs.forget();
        adasOther.forget();

        fanout.publish(moved(), null);
        fanout.flush();

        assertEquals(List.of("markers user:ada"), adasOther.heard());
        assertEquals(List.of(), bobs.heard());
    }

    private void joinAll() {
        List.of(adas, adasOther, bobs, nobodys).forEach(ear -> fanout.join(ROOM, ear));
    }

    private static DraftSaved draft(long sequence, String content) {
        return new DraftSaved(ROOM.tenant(), ROOM.room(), sequence, NOW, ADA.subject(), "main", content);
    }

    private static MarkersMoved moved() {
        return new MarkersMoved(ROOM.tenant(), ROOM.room(), 2, NOW, Map.of(ADA.subject(), 1L));
    }

    private final class Ear implements Listener {

        private final Optional<String> subject;
        private final List<String> heard = new ArrayList<>();

        private Ear(@Nullable Actor who) {
            this.subject = Optional.ofNullable(who).map(Actor::subject);
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public Optional<String> subject() {
            return subject;
        }

        @Override
        public void deliver(byte[] text) {
            JsonNode json = Json.read(text, JsonNode.class);
            (json.isArray() ? StreamSupport.stream(json.spliterator(), false).toList() : List.of(json))
                    .forEach(frame -> heard.add(frame.path("type").asText() + " "
                            + (frame.has("markers")
                                    ? frame.at("/markers/0/subject").asText()
                                    : frame.path("content").asText())));
        }

        @Override
        public Caller caller() {
            return new Caller(subject.orElse(Caller.ANONYMOUS), ROOM.tenant(), "x", Set.of(), Set.of());
        }

        @Override
        public void become(Role role) {
            throw new AssertionError("not in these tests");
        }

        @Override
        public void gone() {}

        @Override
        public void expelled() {
            throw new AssertionError("not in these tests");
        }

        @Override
        public void moved() {
            throw new AssertionError("not in these tests");
        }

        private void forget() {
            heard();
            onLoop(heard::clear);
        }

        /// What was heard when all that is on its way has arrived.
        private List<String> heard() {
            List<String> copy = new ArrayList<>();
            onLoop(() -> copy.addAll(heard));
            return copy;
        }

        private void onLoop(Runnable task) {
            try {
                loop.submit(task).get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
