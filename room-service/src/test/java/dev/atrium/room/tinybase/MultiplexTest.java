package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MultiplexTest {

    private static final String HELLO = "S\n[\"id\",-1,[0,1]]";
    private static final Multiplex.Step INVALID = new Multiplex.Step.Refused(Closing.INVALID);
    private static final Multiplex.Step TOO_MANY = new Multiplex.Step.Refused(Closing.CHANNELS);
    private static final Multiplex.Step NOTHING = new Multiplex.Step.Nothing();

    private final Multiplex socket = new Multiplex();

    @BeforeEach
    void greet() {
        assertEquals(new Multiplex.Step.Answer(HELLO), socket.receive(HELLO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "S",
                "S\nx",
                "S\n[\"id\",-1,[0,2]]",
                "S\n[null,-1,[0,1]]",
                "S\n[\"id\",-1,[3,\"a\"]]",
                "S\n[\"id\",-1,[-1,\"a\"]]",
                "S\n[\"id\",-1,[1,\"a\",1]]",
                "S\n[\"id\",-1,[1]]",
                "S\n[\"id\",-1,[1,1]]",
                "S\n[null,-1,[1,\"a\"]]",
                "S\n[\"id\",-1,[2,\"a\"]]",
                "S\n[\"id\",1,\"\"]",
                "S\n[\"id\",-1,[1,\"\"]]",
                "S\n[\"id\",-1,[1,\"a//b\"]]",
                "S\n[\"id\",-1,[1,\"/a\"]]",
                "S\n[\"id\",-1,[1,\"a/../b\"]]",
                "S\n[\"id\",-1,[1,\".\"]]",
                "S\n[\"id\",-1,[1,\"a?b\"]]",
                "S\n[\"id\",-1,[1,\"a#b\"]]",
                "S\n[\"id\",-1,[1,\"a\\nb\"]]",
                "\n[\"id\",1,\"\"]",
                "M\na",
                "M\na\n\n[\"id\",1,\"\"]"
            })
    void whatIsNotAllowedEndsTheSocket(String payload) {
        assertEquals(INVALID, socket.receive(payload));
    }

    @Test
    void aChannelIsJoinedUsedAndLeft() {
        String subscribe = subscribe("a/b");

        assertEquals(new Multiplex.Step.Subscribe("a/b", subscribe), socket.receive(subscribe));
        assertEquals(new Multiplex.Step.Subscribe("a/b", subscribe), socket.receive(subscribe));
        assertEquals(new Multiplex.Step.Data("a/b", "\n[\"id\",1,\"\"]"), socket.receive("M\na/b\n\n[\"id\",1,\"\"]"));
        assertEquals(new Multiplex.Step.Unsubscribe("a/b"), socket.receive("S\n[null,-1,[2,\"a/b\"]]"));
        assertEquals(NOTHING, socket.receive("S\n[null,-1,[2,\"a/b\"]]"));
        assertEquals(INVALID, socket.receive("M\na/b\n\n[\"id\",1,\"\"]"));
    }

    @Test
    void aRefusedChannelIsNotJoined() {
        socket.receive(subscribe("a"));
        socket.refused("a");

        assertEquals(INVALID, socket.receive("M\na\n\n[\"id\",1,\"\"]"));
    }

    @Test
    void whatComesInAnEndedChannelIsIgnoredAndItMayBeJoinedAgain() {
        socket.receive(subscribe("a"));
        socket.ended("a");

        assertEquals(NOTHING, socket.receive("M\na\n\n[\"id\",1,\"\"]"));
        assertInstanceOf(Multiplex.Step.Subscribe.class, socket.receive(subscribe("a")));
        assertInstanceOf(Multiplex.Step.Data.class, socket.receive("M\na\n\n[\"id\",1,\"\"]"));
        socket.refused("a");
        assertEquals(NOTHING, socket.receive("M\na\n\n[\"id\",1,\"\"]"));
    }

    @Test
    void endedChannelsCount() {
        for (int i = 0; i < 100; i++) {
            socket.receive(subscribe("c" + i));
            socket.ended("c" + i);
        }

        assertEquals(TOO_MANY, socket.receive(subscribe("more")));
        assertInstanceOf(Multiplex.Step.Subscribe.class, socket.receive(subscribe("c1")));
    }

    @Test
    void nothingIsJoinedWithoutGreeting() {
        Multiplex ungreeted = new Multiplex();

        assertEquals(NOTHING, ungreeted.receive(subscribe("a")));
        assertEquals(INVALID, ungreeted.receive("M\na\n\n[\"id\",1,\"\"]"));
    }

    @Test
    void channelsAreLimited() {
        for (int i = 0; i < 100; i++) {
            assertInstanceOf(Multiplex.Step.Subscribe.class, socket.receive(subscribe("c" + i)));
        }

        assertEquals(TOO_MANY, socket.receive(subscribe("more")));
    }

    @Test
    void namesOfChannelsAreLimited() {
        assertInstanceOf(Multiplex.Step.Subscribe.class, socket.receive(subscribe("é".repeat(512))));
        assertEquals(TOO_MANY, socket.receive(subscribe("é".repeat(512) + "e")));
        assertEquals(TOO_MANY, socket.receive("M\n" + "x".repeat(1_025) + "\n\n[\"id\",1,\"\"]"));
    }

    private static String subscribe(String channel) {
        return "S\n[\"id\",-1,[1,\"" + channel + "\"]]";
    }
}
