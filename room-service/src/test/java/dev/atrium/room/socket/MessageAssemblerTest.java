package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.room.testing.CountingMemory;
import dev.atrium.room.tinybase.Memory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class MessageAssemblerTest {

    private final List<String> received = new ArrayList<>();
    private final CountingMemory memory = new CountingMemory();
    private final MessageAssembler assembler = new MessageAssembler(10, memory, new Recorder());

    private final class Recorder implements MessageAssembler.Receiver {

        @Override
        public void text(byte[] utf8) {
            received.add(new String(utf8, StandardCharsets.UTF_8));
        }

        @Override
        public void skipped(MessageAssembler.Fault fault) {
            received.add(fault.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    @Test
    void fragmentsAreJoined() {
        assembler.frame(WebSocketFrame.textFrame("abc", false));
        assembler.frame(WebSocketFrame.pingFrame(Buffer.buffer("p")));
        assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer("def"), false));
        assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer("g"), true));
        assembler.frame(WebSocketFrame.textFrame("next", true));

        assertEquals(List.of("abcdefg", "next"), received);
    }

    @Test
    void aMessageThatIsTooLongIsSkippedAndTheNextOneIsTaken() {
        assembler.frame(WebSocketFrame.textFrame("0123456789a", true));
        assembler.frame(WebSocketFrame.textFrame("01234567", false));
        assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer("89a"), false));
        assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer("b"), true));
        assembler.frame(WebSocketFrame.textFrame("0123456789", true));

        assertEquals(List.of("too large", "too large", "0123456789"), received);
    }

    @Test
    void binaryMessagesAreSkippedWhole() {
        assembler.frame(WebSocketFrame.binaryFrame(Buffer.buffer(new byte[100]), false));
        assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer("{}"), true));
        assembler.frame(WebSocketFrame.textFrame("{}", true));

        assertEquals(List.of("binary", "{}"), received);
    }

    @Test
    void anEmptyMessageIsAMessage() {
        assembler.frame(WebSocketFrame.textFrame("", true));

        assertEquals(List.of(""), received);
    }

    @Test
    void aMessageInMoreFramesThanAnybodyNeedsIsGivenUp() {
        MessageAssembler large = new MessageAssembler(1 << 20, Memory.UNBOUNDED, new Recorder());

        large.frame(WebSocketFrame.textFrame("x", false));
        for (int i = 2; i < 1 << 20; i++) {
            large.frame(WebSocketFrame.continuationFrame(Buffer.buffer("x"), false));
        }
        large.frame(WebSocketFrame.continuationFrame(Buffer.buffer("x"), true));
        large.frame(WebSocketFrame.textFrame("next", true));

        assertEquals(List.of("too many frames", "next"), received);
    }

    @Test
    void emptyFramesCountToo() {
        assembler.frame(WebSocketFrame.binaryFrame(Buffer.buffer(), false));
        for (int i = 0; i < MessageAssembler.FRAMES_MAX; i++) {
            assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer(), false));
        }

        assertEquals(List.of("too many frames"), received);
    }

    @Test
    void fragmentsOfAllSocketsShareTheMemoryUntilTheirMessageIsWholeOrDropped() {
        memory.max(16);
        MessageAssembler other = new MessageAssembler(10, memory, new Recorder());
        assembler.frame(WebSocketFrame.textFrame("0123456789", false));
        other.frame(WebSocketFrame.textFrame("0123456", false));
        other.frame(WebSocketFrame.continuationFrame(Buffer.buffer("x"), true));
        assertEquals(List.of("no memory"), received);

        assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer(), true));
        other.frame(WebSocketFrame.textFrame("01234567", false));
        assertEquals(8, memory.taken());
        other.drop();

        assertEquals(List.of("no memory", "0123456789"), received);
        assertEquals(0, memory.taken());
    }

    @Test
    void aMessageThatDoesNotComeToItsEndIsLate() {
        assembler.frame(WebSocketFrame.textFrame("0123", false));
        for (int beat = 1; beat <= 3; beat++) {
            assertFalse(assembler.isLateAtThisBeat());
        }
        assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer("45"), false));
        assertTrue(assembler.isLateAtThisBeat());

        assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer("6"), true));
        assertFalse(assembler.isLateAtThisBeat());
    }

    @Test
    void aMessageThatIsTooLongGivesItsMemoryBack() {
        assembler.frame(WebSocketFrame.textFrame("01234567", false));
        assembler.frame(WebSocketFrame.continuationFrame(Buffer.buffer("89a"), false));

        assertEquals(0, memory.taken());
    }
}
