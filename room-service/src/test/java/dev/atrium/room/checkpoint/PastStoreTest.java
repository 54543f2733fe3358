package dev.atrium.room.checkpoint;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.Fold;
import dev.atrium.room.chat.History;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Span;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.MessageReader;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What was at a sequence number is what the events up to then come to.
@ComponentTest
final class PastStoreTest {

    @Inject
    Checkpoint checkpoint;

    @Inject
    PastStore past;

    private final Random random = new Random(9);
    private final RoomKey room =
            new RoomKey(new TenantId(Api.newTenant()), Ids.next().toString());

    @Test
    void messagesSayWhatTheySaidThenUnlessTheyAreDeletedByNow() {
        List<RoomEvent> events = new History(random, room).grown(80).events();
        write(events.subList(0, 50));
        write(events.subList(30, events.size()));
        Set<String> deleted = Fold.of(events).stream()
                .filter(Message::deleted)
                .map(Message::id)
                .collect(Collectors.toSet());

        for (int at = 1; at <= events.size(); at++) {
            List<String> expected = Fold.of(events.subList(0, at)).stream()
                    .map(message -> deleted.contains(message.id()) ? "" : text(message))
                    .toList();
            assertEquals(expected, texts(Span.newest(200), at), "at " + at);
            assertEquals(expected, texts(new Span.After(0, 200), at), "at " + at);
        }
        assertEquals(
                2,
                get(past.messages(room, Span.newest(2), events.size()))
                        .messages()
                        .size());
        assertEquals(
                true, get(past.messages(room, Span.newest(2), events.size())).hasMore());
    }

    /// Later events may hold what had lost already.
    @Test
    void aDocumentHoldsWhatWonByThen() {
        List<RoomEvent> events = new ArrayList<>();
        events.add(new RoomCreated(room.tenant(), room.room(), 1, NOW, "x", Kind.CANVAS, Visibility.PUBLIC, ADA));
        for (int sequence = 2; sequence <= 60; sequence++) {
            events.add(changed(sequence));
        }
        write(events.subList(0, 20));
        write(events.subList(10, 40));
        write(events.subList(5, 30));
        write(events.subList(35, events.size()));
        write(events);

        for (int at = 1; at <= events.size(); at++) {
            Document expected = new Document();
            events.subList(1, at)
                    .forEach(event -> expected.merge(MessageReader.changes(((DocumentChanged) event).changes())
                            .orElseThrow()));
            Document found = get(past.document(room, at));
            assertEquals(json(expected.text().tables()), json(found.text().tables()), "at " + at);
            assertEquals(json(expected.text().values()), json(found.text().values()), "at " + at);
        }
    }

    @Test
    void aTenantSeesItsOwnPastOnly() {
        write(new History(random, room).grown(20).events());
        RoomKey seenByOther = new RoomKey(new TenantId(Api.newTenant()), room.room());

        assertEquals(
                List.of(), get(past.messages(seenByOther, Span.newest(10), 20)).messages());
        assertEquals("{}", get(past.document(seenByOther, 20)).text().values());
    }

    private DocumentChanged changed(int sequence) {
        String time = "%016d".formatted(random.nextInt(20) * 1_000_000L + sequence);
        String json = random.nextInt(4) == 0 ? "\"\ufffc\"" : Integer.toString(sequence);
        String leaf = "[" + json + ",\"" + time + "\"]";
        String changes = random.nextBoolean()
                ? "[[{}],[{\"v" + random.nextInt(3) + "\":" + leaf + "}],1]"
                : "[[{\"t\":[{\"r" + random.nextInt(2) + "\":[{\"c\":" + leaf + "}]}]}],[{}],1]";
        return new DocumentChanged(room.tenant(), room.room(), sequence, NOW, ADA, changes);
    }

    private List<String> texts(Span span, long at) {
        return get(past.messages(room, span, at)).messages().stream()
                .map(message -> message.deleted() ? "" : text(message))
                .toList();
    }

    private static String text(Message message) {
        return message.posted().content() + message.posted().mentions() + message.editedAt();
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    private void write(List<RoomEvent> events) {
        checkpoint.write(events).await().atMost(Patience.USUAL);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Patience.USUAL);
    }
}
