package dev.atrium.room.checkpoint;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Act;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.MessageDeleted;
import dev.atrium.platform.roomlog.RoomEvent.MessageEdited;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.MessageReacted;
import dev.atrium.platform.roomlog.RoomEvent.Original;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.tenancy.TenantSql;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Fold;
import dev.atrium.room.chat.History;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What the journal keeps of a room, so that its past can be told.
@ComponentTest
final class JournalTest {

    private static final String MESSAGE = "0198c2f0-0000-7000-8000-0000000000aa";

    @Inject
    Checkpoint checkpoint;

    @Inject
    Pool pool;

    private final RoomKey room =
            new RoomKey(new TenantId(Api.newTenant()), Ids.next().toString());
    private final RoomCreated created =
            new RoomCreated(room.tenant(), room.room(), 1, NOW, "Lobby", Kind.CHAT, Visibility.PUBLIC, ADA);
    private final MessagePosted posted = new MessagePosted(
            room.tenant(),
            room.room(),
            2,
            NOW,
            MESSAGE,
            ADA,
            "first words",
            "c-1",
            new Attachment("f", "secret.png", "image/png"));
    private final Original original = new Original(2, NOW, ADA, posted.attachment());

    @Test
    void everythingButPostedMessagesIsKeptOnceAsItWasInTheLog() {
        List<RoomEvent> events = List.of(
                created,
                posted,
                new MessageReacted(room.tenant(), room.room(), 3, NOW.plusMillis(3), MESSAGE, BOB, "👍", true),
                edited(4, "second words"),
                new DocumentChanged(
                        room.tenant(),
                        room.room(),
                        5,
                        NOW,
                        BOB,
                        "[[{}],[{\"\\u0000\\ud800\":[\"\\u0000\",\"NjEtLV----0AAAAA\"]}],1]"));

        write(events);
        write(events);
        write(events.subList(2, 4));

        assertEquals(
                events.stream().filter(event -> event.sequence() != 2).toList(),
                rows("select type, data::text as data from journal order by sequence").stream()
                        .map(JournalTest::event)
                        .toList());
        assertEquals(
                List.of("user:ada", "user:bob", "user:ada", "user:bob"),
                texts("select actor_subject as text from journal order by sequence"));
        assertEquals(
                List.of(MESSAGE, MESSAGE, "[\"v\",\"\\u0000\\ud800\"]"),
                texts("select about as text from journal where about is not null order by sequence"));
    }

    @Test
    void whatAMessageSaidAtAnySequenceNumberCanBeTold() {
        Random random = new Random(5);
        for (int i = 0; i < 10; i++) {
            RoomKey key = new RoomKey(room.tenant(), Ids.next().toString());
            List<RoomEvent> events = new History(random, key).grown(50).events();
            write(events.subList(0, 20));
            write(events.subList(5, 30));
            write(events.subList(25, events.size()));
            write(events.subList(10, 40));

            for (int end = 1; end <= events.size(); end++) {
                assertEquals(said(events.subList(0, end), events), told(key, end));
            }
        }
    }

    @Test
    void nothingThatADeletedMessageSaidIsKept() {
        List<RoomEvent> events = List.of(
                created,
                posted,
                edited(3, "second words"),
                edited(4, "third words"),
                new MessageDeleted(room.tenant(), room.room(), 5, NOW, MESSAGE, original, ADA));
        write(events.subList(0, 4));
        assertTrue(everything().contains("first words"));

        write(events);
        write(events.subList(1, 4));

        assertFalse(everything().matches("(?s).*(words|secret|e-1).*"), everything());
        assertEquals(
                List.of(3L, 4L, 5L),
                rows("select type, data::text as data from journal where sequence > 1 order by sequence").stream()
                        .map(row -> event(row).sequence())
                        .toList());
    }

    @Test
    void aTenantSeesItsOwnRowsOnly() {
        write(List.of(created));

        long seenWithoutTenant = get(pool.query("select count(*) from journal")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0)));
        assertEquals(0, seenWithoutTenant);
    }

    private MessageEdited edited(long sequence, String content) {
        return new MessageEdited(
                room.tenant(), room.room(), sequence, NOW, MESSAGE, original, content, List.of(), List.of("e-1"));
    }

    /// What the messages said that are not deleted by now.
    private static Map<String, String> said(List<RoomEvent> then, List<RoomEvent> now) {
        List<String> deleted =
                Fold.of(now).stream().filter(Message::deleted).map(Message::id).toList();
        Map<String, String> said = new HashMap<>();
        Fold.of(then).stream()
                .filter(message -> !deleted.contains(message.id()))
                .forEach(message -> said.put(message.id(), message.posted().content()));
        return said;
    }

    private Map<String, String> told(RoomKey key, long upTo) {
        String sql = "select message.id::text as id, coalesce((select data ->> 'content' from journal"
                + " where journal.room = message.room and about = message.id::text and journal.sequence <= $2"
                + " and type = 'atrium.room.message-edited.v1' order by journal.sequence desc limit 1),"
                + " first_content, content) as content"
                + " from message where room = $1 and sequence <= $2 and not deleted";
        Map<String, String> told = new HashMap<>();
        rows(sql, Tuple.of(key.uuid(), upTo)).forEach(row -> told.put(row.getString("id"), row.getString("content")));
        return told;
    }

    /// All that is stored of the room.
    private String everything() {
        return String.join(
                "\n",
                texts("select row_to_json(journal)::text as text from journal"
                        + " union all select row_to_json(message)::text from message"));
    }

    private static RoomEvent event(Row row) {
        RoomEvent event =
                RoomLogCodec.event(row.getString("type"), row.getString("data")).orElseThrow();
        assertTrue(event instanceof Act, event.toString());
        return event;
    }

    private List<String> texts(String sql) {
        return new ArrayList<>(
                rows(sql).stream().map(row -> row.getString("text")).toList());
    }

    private List<Row> rows(String sql) {
        return rows(sql, Tuple.tuple());
    }

    private List<Row> rows(String sql, Tuple parameters) {
        return get(TenantSql.inTenant(
                pool,
                room.tenant(),
                connection -> connection
                        .preparedQuery(sql)
                        .execute(parameters)
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false).toList())));
    }

    private void write(List<RoomEvent> events) {
        checkpoint.write(events).await().atMost(Patience.USUAL);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Patience.USUAL);
    }
}
