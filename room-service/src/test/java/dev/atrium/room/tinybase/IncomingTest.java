package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.room.testing.CountingMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IncomingTest {

    private static final String ID = "0123456789abcdef";
    private static final Incoming.Result INVALID = new Incoming.Result.Refused(Closing.INVALID);
    private static final Incoming.Result TOO_MUCH = new Incoming.Result.Refused(Closing.FRAGMENTS);
    private static final Incoming.Result NOTHING = new Incoming.Result.Nothing();

    private static final int MAX_BYTES = 16_777_216;

    private final CountingMemory memory = new CountingMemory();
    private final Incoming incoming = new Incoming(MAX_BYTES, memory);

    @Test
    void isForTheServerIfForEverybodyOrForTheServer() {
        assertInstanceOf(Incoming.Result.Said.class, receive("\n[\"a\",1,\"\"]"));
        assertInstanceOf(Incoming.Result.Said.class, receive("S\n[\"a\",1,\"\"]"));
        assertEquals(NOTHING, receive("other\n[\"a\",1,\"\"]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no line feed",
                "\nx",
                "other\nx",
                "\n" + ID + "\n2\n2\n[",
                "\n" + ID + "\n0\n0\n[",
                "\n" + ID + "\n-1\n2\n[",
                "\n" + ID + "x\n0\n2\n[",
                "\n" + ID + "\n0\n1\nnot a message"
            })
    void otherThingsEndTheSocket(String payload) {
        assertEquals(INVALID, receive(payload));
    }

    @Test
    void piecesComeInAnyOrder() {
        assertEquals(NOTHING, receive("\n" + ID + "\n2\n3\n\"\"]"));
        assertEquals(NOTHING, receive("\n" + ID + "\n0\n3\n[\"a"));
        assertInstanceOf(Incoming.Result.Said.class, receive("\n" + ID + "\n1\n3\n\",1,"));
    }

    @Test
    void aPieceThatComesTwiceIsRefused() {
        receive("\n" + ID + "\n0\n3\n[");

        assertEquals(INVALID, receive("\n" + ID + "\n0\n3\n["));
    }

    @Test
    void theNumberOfPiecesMustStay() {
        receive("\n" + ID + "\n0\n3\n[");

        assertEquals(INVALID, receive("\n" + ID + "\n1\n4\n["));
    }

    @Test
    void tooManyPiecesAreRefused() {
        assertEquals(NOTHING, receive("\n" + ID + "\n0\n1000\n["));
        assertEquals(TOO_MUCH, receive("\n" + ID.replace('0', '1') + "\n0\n1001\n["));
    }

    @Test
    void tooManyOpenSetsAreRefusedUntilTheyExpire() {
        for (int i = 0; i < 100; i++) {
            assertEquals(NOTHING, receive("\n" + String.format("%016d", i) + "\n0\n2\n["));
        }

        assertEquals(TOO_MUCH, receive("\n" + ID + "\n0\n2\n["));
        assertEquals(NOTHING, incoming.receive("", "\n" + ID + "\n0\n2\n[", 6_000));
    }

    @Test
    void tooManyBytesAreRefused() {
        String large = "x".repeat(9_000_000);

        assertEquals(NOTHING, receive("\n" + ID + "\n0\n3\n" + large));
        assertEquals(TOO_MUCH, receive("\n" + ID + "\n1\n3\n" + large));
    }

    @Test
    void theirBytesAreThoseOfTheSocketsPayloads() {
        Incoming readers = new Incoming(1_000, memory);

        assertEquals(NOTHING, readers.receive("", "\n" + ID + "\n0\n3\n" + "x".repeat(600), 0));
        assertEquals(TOO_MUCH, readers.receive("", "\n" + ID + "\n1\n3\n" + "x".repeat(600), 0));
    }

    @Test
    void whatIsIncompleteIsForgottenInTimeAndItsMemoryGivenBack() {
        receive("\n" + ID + "\n0\n2\n[");
        assertTrue(incoming.isWaiting() && memory.taken() > 0);

        incoming.expire(5_000);
        assertTrue(incoming.isWaiting());
        incoming.expire(5_001);

        assertFalse(incoming.isWaiting());
        assertEquals(0, memory.taken());
    }

    @Test
    void memoryIsGivenBackWhenAPayloadIsCompleteAndAtTheEnd() {
        receive("\n" + ID + "\n0\n2\n[\"a\",");
        receive("\n" + ID + "\n1\n2\n1,\"\"]");
        assertEquals(0, memory.taken());

        receive("\n" + ID + "\n0\n2\n[");
        incoming.close();

        assertEquals(0, memory.taken());
    }

    @Test
    void fragmentsForWhichTheNodeHasNoMemoryAreRefused() {
        memory.max(20);

        assertEquals(TOO_MUCH, receive("\n" + ID + "\n0\n2\n["));
        assertEquals(0, memory.taken());
    }

    @Test
    void moreEntriesThanADocumentCanHaveAreRefused() {
        StringBuilder values = new StringBuilder("\"v\":[1]");
        for (int i = 0; i < 200_000; i++) {
            values.append(",\"").append(i).append("\":[1]");
        }

        assertEquals(INVALID, receive("\n[\"a\",3,[[{}],[{" + values + "}],1]]"));
    }

    private Incoming.Result receive(String payload) {
        return incoming.receive("", payload, 0);
    }
}
