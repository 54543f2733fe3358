package dev.atrium.room.fanout;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.testing.Api;
import dev.atrium.room.tinybase.Document;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DocumentsTest {

    private static final long TICK_NANOS = 2_000_000;

    private record Task(long atNanos, Runnable work) {}

    private final EventLoop loop = new DefaultEventLoop();
    private final List<Task> tasks = new ArrayList<>();
    private long nanos = 1;
    private final Fanout fanout = new Fanout(Runnable::run, this::later, () -> nanos, () -> NOW);
    private final Document document = new Document();
    private final Ear ada = new Ear();
    private final Ear bob = new Ear();

    @AfterEach
    void endLoop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void changesOfOneTickAreToldAsOne() {
        join(ada, DocumentForm.PLAIN);
        publish(1);
        publish(2);
        publish(3);
        pass(TICK_NANOS);

        assertEquals(List.of("[{\"v1\":[1]}]", "[{\"v2\":[2],\"v3\":[3]}]"), ada.changes());
    }

    @Test
    void whatReadersAskForTakesAQuarterOfTheTimeInTheLongRun() {
        long answer = Duration.ofMillis(20).toNanos();
        int answers = 0;
        for (long end = nanos + Duration.ofSeconds(10).toNanos(); nanos < end; nanos += answer) {
            if (fanout.documents().answersReaders()) {
                fanout.documents().answeredReader(answer);
                answers++;
            }
        }

        assertTrue(answers >= 125 && answers <= 132, "answers: " + answers);
        nanos += Duration.ofMinutes(1).toNanos();
        for (int i = 0; i < 6; i++) {
            assertTrue(fanout.documents().answersReaders());
            fanout.documents().answeredReader(answer);
        }
        assertTrue(!fanout.documents().answersReaders());
    }

    @Test
    void eachFormIsWrappedInItsWay() {
        join(ada, DocumentForm.PLAIN);
        join(bob, DocumentForm.CHANNEL);

        publish(1);

        assertTrue(ada.heard().getFirst().startsWith("S\n["));
        assertTrue(bob.heard().getFirst().startsWith("M\n" + ROOM.room() + "\nS\n["));
    }

    @Test
    void theOnlyAuthorIsNotToldButOneOfSeveralIs() {
        join(ada, DocumentForm.PLAIN);
        join(bob, DocumentForm.PLAIN);

        fanout.publish(change(1), null);
        fanout.documents().authored(ROOM, ada);
        fanout.flush();
        assertEquals(List.of(), ada.changes());
        assertEquals(1, bob.changes().size());

        fanout.publish(change(2), null);
        fanout.documents().authored(ROOM, ada);
        fanout.publish(change(3), null);
        fanout.documents().authored(ROOM, bob);
        fanout.flush();
        pass(TICK_NANOS);
        assertEquals(1, ada.changes().size());
        assertEquals(2, bob.changes().size());
    }

    @Test
    void hashesFollowWhenNothingChangesForAWhile() {
        join(ada, DocumentForm.PLAIN);
        publish(1);
        pass(Duration.ofMillis(200).toNanos());
        publish(2);
        pass(Duration.ofMillis(200).toNanos());
        assertEquals(2, ada.heard().size());

        pass(Duration.ofMillis(200).toNanos());

        assertEquals(3, ada.heard().size());
        assertTrue(ada.heard().getLast().endsWith(",2,[0,0]]"));
        pass(Duration.ofSeconds(10).toNanos());
        assertEquals(3, ada.heard().size());
    }

    @Test
    void whoLeavesHearsNothingAndWhoeverIsThereAtTheEndIsTold() {
        join(ada, DocumentForm.PLAIN);
        join(bob, DocumentForm.PLAIN);
        fanout.leave(ROOM, ada);
        publish(1);

        fanout.close().run();

        assertEquals(List.of(), ada.heard());
        assertEquals(List.of("moved"), bob.heard().subList(1, 2));
        assertTrue(!fanout.isHeard(ROOM));
    }

    private void join(Ear ear, DocumentForm form) {
        fanout.documents().join(ROOM, document, ear, form);
    }

    private void publish(int value) {
        fanout.publish(change(value), null);
        fanout.flush();
    }

    private static RoomEvent change(int value) {
        String changes = "[[{}],[{\"v" + value + "\":[" + value + "]}],1]";
        return new RoomEvent.DocumentChanged(ROOM.tenant(), ROOM.room(), value + 1, NOW, ADA, changes);
    }

    private void later(Duration delay, Runnable work) {
        tasks.add(new Task(nanos + delay.toNanos(), work));
    }

    private void pass(long duration) {
        nanos += duration;
        List<Task> due = tasks.stream().filter(task -> task.atNanos() <= nanos).toList();
        tasks.removeAll(due);
        due.forEach(task -> task.work().run());
    }

    private final class Ear implements Listener {

        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public void deliver(byte[] text) {
            texts.add(new String(text, StandardCharsets.UTF_8));
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
            loop.execute(() -> texts.add("moved"));
        }

        List<String> heard() {
            loop.submit(() -> {}).syncUninterruptibly();
            return texts;
        }

        /// The values that have changed, message by message.
        List<String> changes() {
            return heard().stream()
                    .map(text -> text.substring(text.indexOf("[[{}],") + 6, text.length() - 4))
                    .toList();
        }
    }
}
