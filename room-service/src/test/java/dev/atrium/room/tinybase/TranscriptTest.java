package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What real clients (10.0.1) and the library's own server said to each other. The server's store is ours here: it must
/// answer each request and fetch from each client in the same words. What clients say to each other there is left out,
/// and so are the greetings of the library's server.
final class TranscriptTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    /// @param fromClient otherwise it is to the client
    private record Line(String client, boolean fromClient, String text) {

        static Line of(String line) {
            return new Line(
                    line.substring(0, 1),
                    line.startsWith(" -> ", 1),
                    Content.json(line.substring(5)).textValue());
        }
    }

    private final Document document = new Document();
    private final Map<String, Conversation> clients = new HashMap<>();
    private final Map<String, Incoming> incoming = new HashMap<>();
    private final List<JsonNode> said = new ArrayList<>();
    private final ArrayDeque<String> nonces = new ArrayDeque<>();

    @Test
    void twoClientsMeetWithContentOfTheirOwn() throws IOException {
        replay("two-clients.txt");

        assertEquals("[1641290420,3341364868]", Content.hashes(document));
    }

    @Test
    void fragments() throws IOException {
        replay("fragments.txt");

        assertEquals(1, document.leafCount());
    }

    @Test
    void aDefaultThatIsDeleted() throws IOException {
        replay("default.txt");

        assertEquals(2, document.leafCount());
    }

    @Test
    void channels() throws IOException {
        Multiplex socket = new Multiplex();
        List<String> acknowledged = new ArrayList<>();
        List<String> data = new ArrayList<>();

        for (Line line : lines("channels.txt")) {
            if (line.fromClient()) {
                switch (socket.receive(line.text())) {
                    case Multiplex.Step.Answer answer -> acknowledged.add(answer.text());
                    case Multiplex.Step.Subscribe subscribe -> acknowledged.add(subscribe.acknowledgement());
                    case Multiplex.Step.Data payload -> data.add(payload.channel());
                    case Multiplex.Step.Unsubscribe gone -> data.add("no " + gone.channel());
                    case Multiplex.Step.Nothing _, Multiplex.Step.Refused _ -> throw new AssertionError(line.text());
                }
            } else if (line.text().startsWith("S\n")) {
                assertTrue(acknowledged.contains(line.text()), line.text());
            }
        }
        assertEquals(List.of("pets", "pets", "a/b", "a/b", "pets", "no pets", "no a/b"), data);
    }

    private void replay(String file) throws IOException {
        List<Line> lines = lines(file);
        lines.stream()
                .filter(line -> !line.fromClient() && line.text().startsWith("S\n"))
                .map(line -> Content.json(line.text().substring(2)))
                .filter(message -> message.get(1).intValue() >= 4)
                .forEach(request -> nonces.add(request.get(0).textValue().substring(12)));
        for (Line line : lines) {
            if (line.fromClient()) {
                receive(line);
            } else if (line.text().startsWith("S\n")) {
                JsonNode message = Content.json(line.text().substring(2));
                boolean announcement =
                        message.get(1).intValue() == 1 || message.get(1).intValue() == 2;
                assertTrue(announcement || said.contains(message), () -> line.text() + "\nis not in " + said);
            }
        }
        assertTrue(nonces.isEmpty());
    }

    private void receive(Line line) {
        Conversation client = clients.computeIfAbsent(
                line.client(), _ -> new Conversation(() -> true, new HlcClock(1), this::nonce, DocumentLimits.USUAL));
        Incoming reader = incoming.computeIfAbsent(line.client(), _ -> new Incoming(16_777_216, Memory.UNBOUNDED));
        switch (reader.receive("", line.text(), 0)) {
            case Incoming.Result.Said message -> perform(client, client.receive(message.message(), document, NOW));
            case Incoming.Result.Nothing _ -> {}
            case Incoming.Result.Refused refused -> throw new AssertionError(refused + line.text());
        }
    }

    private void perform(Conversation client, List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> said.add(Content.json(send.remainder()));
                case Effect.Commit commit -> {
                    document.merge(commit.changes());
                    perform(client, client.committed(commit.number(), true, document, NOW));
                }
                case Effect.Close close -> throw new AssertionError(close);
            }
        }
    }

    private String nonce(int count) {
        return count == 4 ? nonces.remove() : "a".repeat(count);
    }

    private static List<Line> lines(String file) throws IOException {
        return VectorsTest.lines(file).stream().map(Line::of).toList();
    }
}
