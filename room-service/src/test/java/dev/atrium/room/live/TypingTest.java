package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.paging.PageRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TypingTest {

    private static final LiveCommand START = new LiveCommand.Type(true);
    private static final LiveCommand STOP = new LiveCommand.Type(false);

    private final People people = new People();
    private final Member ada = people.writer("ada");
    private final Member adasPhone = people.writer("ada");
    private final Member bob = people.writer("bob");
    private final Live live = new Live(() -> 1);

    @BeforeEach
    void join() {
        List.of(ada, adasPhone, bob).forEach(live::join);
        live.drain(Tempo.CALM);
    }

    @Test
    void itEndsByItself() {
        handle(ada, START, 1_000);
        handle(bob, START, 2_000);
        handle(ada, START, 3_000);
        assertEquals(List.of(new LiveFrame.Typing(List.of(ada.who(), bob.who()), List.of())), live.drain(Tempo.CALM));

        assertEquals(7_000, live.nextMillis());
        live.expire(6_999);
        assertEquals(List.of(), live.drain(Tempo.CALM));
        live.expire(7_000);

        assertEquals(List.of(new LiveFrame.Typing(List.of(), List.of("user:bob"))), live.drain(Tempo.CALM));
        assertEquals(List.of(ada.who()), live.view(new PageRequest(1, null)).typing());
        live.expire(8_000);
        assertEquals(Long.MAX_VALUE, live.nextMillis());
    }

    @Test
    void itEndsWhenThePersonSaysSoOrGoes() {
        handle(ada, START, 0);
        handle(adasPhone, START, 0);
        handle(bob, START, 0);
        live.leave(ada, 0);
        assertEquals(2, live.view(new PageRequest(1, null)).typing().size());

        live.leave(adasPhone, 0);
        handle(bob, STOP, 1);

        assertEquals(List.of(), live.view(new PageRequest(1, null)).typing());
    }

    @Test
    void whoMayNotWriteIsNotSeenTyping() {
        Member reader = people.reader("eve");
        Member anonymous = people.anonymous();
        live.join(reader);
        live.join(anonymous);

        assertEquals(
                403, live.handle(reader, START, null, 0).orElseThrow().type().status());
        assertEquals(
                401, live.handle(anonymous, START, null, 0).orElseThrow().type().status());
        assertEquals(List.of(), live.view(new PageRequest(1, null)).typing());
    }

    @Test
    void whoHasGoneCanSayNothingMore() {
        live.leave(bob, 0);

        handle(bob, START, 0);

        assertEquals(List.of(), live.view(new PageRequest(1, null)).typing());
    }

    private void handle(Member member, LiveCommand command, long now) {
        assertTrue(live.handle(member, command, null, now).isEmpty());
    }
}
