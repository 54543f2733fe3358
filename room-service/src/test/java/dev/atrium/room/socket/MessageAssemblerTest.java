package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageAssemblerTest {

    private final List<String> received = new ArrayList<>();
    private final MessageAssembler assembler = new MessageAssembler(10, new MessageAssembler.Receiver() {
        @Override
        public void text(byte[] utf8) {
            received.add(new String(utf8, StandardCharsets.UTF_8));
        }

        @Override
        public void binary() {
            received.add("binary");
        }

        @Override
        public void tooLarge() {
            received.add("too large");
        }
    });

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
}
