package dev.atrium.room.checkpoint;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.MessageDeleted;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.MessageReacted;
import dev.atrium.platform.roomlog.RoomEvent.Original;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.tenancy.TenantSql;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.Fold;
import dev.atrium.room.chat.History;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.tinybase.StoredLeaf;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@ComponentTest
final class CheckpointTest {

    @Inject
    Checkpoint checkpoint;

    @Inject
    RoomStore store;

    @Inject
    RoomLists lists;

    @Inject
    Pool pool;

    private final RoomKey room = newKey();

    @Test
    void aRoomIsLoadedAsItWasWritten() {
        List<RoomEvent> events = events(room, 4);

        write(events);

        RoomSnapshot snapshot = load(room).orElseThrow();
        assertEquals(events.getFirst(), snapshot.created());
        assertEquals(Fold.of(events), snapshot.newest());
        assertEquals(4, snapshot.sequence());
        assertTrue(snapshot.complete());
    }

    @Test
    void whatIsWrittenAgainChangesNothing() {
        List<RoomEvent> events = events(room, 4);
        write(events);

        write(events);
        write(events.subList(0, 2));
        write(events.subList(2, 3));

        RoomSnapshot snapshot = load(room).orElseThrow();
        assertEquals(Fold.of(events), snapshot.newest());
        assertEquals(4, snapshot.sequence());
    }

    @Test
    void oneTransactionTakesRoomsOfManyTenants() {
        RoomKey other = newKey();
        List<RoomEvent> both = new ArrayList<>(events(room, 3));
        both.addAll(events(other, 2));

        write(both);

        assertEquals(3, load(room).orElseThrow().sequence());
        assertEquals(2, load(other).orElseThrow().sequence());
    }

    @Test
    void aTenantSeesItsOwnRowsOnly() {
        write(events(room, 3));
        RoomKey seenByOther = new RoomKey(newKey().tenant(), room.room());

        assertEquals(Optional.empty(), load(seenByOther));
        assertEquals(List.of(), get(store.messages(seenByOther, new Excerpt.Stored(0, 10, 10, true, null, 1_000))));
        assertEquals(Optional.empty(), get(store.sentAs(seenByOther, ADA.subject(), "c-2")));
        assertEquals(List.of(), get(lists.newest(seenByOther.tenant(), ADA.subject(), RoomLists.Filter.ALL, null, 10)));
        assertEquals(0, count("message"));
        assertEquals(0, count("room"));
    }

    @Test
    void aDocumentKeepsWhatIsNewestInWhateverOrderItIsWritten() {
        List<RoomEvent> events = new ArrayList<>(events(room, 1));
        events.add(changed(2, "[1,\"NjEtLV----0AAAAA\"]", "[\"x\"]"));
        events.add(changed(3, "[2,\"NjEtLV-----AAAAA\"]", "[\"y\"]"));
        events.add(changed(4, "[\"\ufffc\",\"NjEtLV----1AAAAA\"]", "[\"z\"]"));
        write(events);

        write(events);
        write(events.subList(2, 3));
        write(events.subList(1, 3));

        RoomSnapshot snapshot = load(room).orElseThrow();
        assertEquals(4, snapshot.sequence());
        assertEquals(
                Set.of(
                        new StoredLeaf("[\"v\",\"timed\"]", null, "NjEtLV----1AAAAA"),
                        new StoredLeaf("[\"v\",\"default\"]", "\"z\"", "")),
                Set.copyOf(snapshot.document()));
    }

    @Test
    void aDocumentIsSeenByItsTenantOnly() {
        write(List.of(events(room, 1).getFirst(), changed(2, "[1,\"NjEtLV----0AAAAA\"]", "[1]")));

        assertEquals(2, load(room).orElseThrow().document().size());
        assertEquals(0, count("document_leaf"));
    }

    @Test
    void theServiceOwnsNothing() {
        String owned = "select count(*) from pg_class where relnamespace = 'room'::regnamespace"
                + " and relowner = current_user::regrole";

        long count = get(
                pool.query(owned).execute().map(rows -> rows.iterator().next().getLong(0)));

        assertEquals(0, count);
    }

    @Test
    void ofTwoMessagesWithOneClientIdTheFirstIsFoundAndBothAreKept() {
        MessagePosted second = message(room, 3, "c-2");
        List<RoomEvent> events = new ArrayList<>(events(room, 2));
        events.add(second);

        write(events);

        assertEquals(Optional.of(Fold.of(events).getFirst()), get(store.sentAs(room, ADA.subject(), "c-2")));
        assertEquals(2, load(room).orElseThrow().newest().size());
        assertEquals(Optional.empty(), get(store.sentAs(room, ADA.subject(), "other")));
        assertEquals(Optional.empty(), get(store.sentAs(room, "user:bob", "c-2")));
    }

    @Test
    void ofALongRoomTheNewestMessagesAreLoaded() {
        int last = Room.WINDOW + 10;
        write(events(room, last));

        RoomSnapshot snapshot = load(room).orElseThrow();

        assertEquals(Room.WINDOW, snapshot.newest().size());
        assertEquals(last, snapshot.newest().getLast().sequence());
        assertTrue(!snapshot.complete());
        assertEquals(List.of(2L, 3L, 4L), sequences(new Excerpt.Stored(0, 10, 3, false, null, 1_000)));
        assertEquals(List.of(8L, 9L, 10L), sequences(new Excerpt.Stored(0, 10, 3, true, null, 1_000)));
    }

    @Test
    void messagesAreStoredAsTheyAreNowHoweverOftenTheirPastIsWritten() {
        Random random = new Random(3);
        for (int i = 0; i < 20; i++) {
            RoomKey key = newKey();
            List<RoomEvent> events = new History(random, key).grown(60).events();
            write(events.subList(0, 30));
            write(events.subList(20, 50));
            write(events.subList(10, 40));
            write(events.subList(45, events.size()));
            write(events.subList(2, events.size() - 7));

            List<Message> expected = Fold.of(events);
            assertEquals(expected, load(key).orElseThrow().newest());
            List<Message> counted = Fold.asStored(events, 1_000);
            assertEquals(counted, get(store.messages(key, new Excerpt.Stored(0, 1_000, 100, true, null, 1_000))));
            Message one = expected.get(random.nextInt(expected.size()));
            assertEquals(Optional.of(one), get(store.message(key, one.id())));
            Message answered = counted.get(expected.indexOf(one));
            assertEquals(Optional.of(answered), get(store.message(key, one.id(), 1_000)));
            assertAnswers(key, one.id(), counted);
        }
    }

    private void assertAnswers(RoomKey key, String message, List<Message> all) {
        List<Message> answers = all.stream()
                .filter(answer -> message.equals(answer.posted().replyTo()))
                .toList();
        assertEquals(answers, get(store.messages(key, new Excerpt.Stored(0, 1_000, 100, true, message, 1_000))));
        assertEquals(answers, get(store.messages(key, new Excerpt.Stored(0, 1_000, 100, false, message, 1_000))));
    }

    @Test
    void nothingOfADeletedMessageIsStored() {
        MessagePosted secret = message(room, 3, "c-3");
        List<RoomEvent> events = new ArrayList<>(events(room, 2));
        events.add(secret);
        events.add(new MessageReacted(room.tenant(), room.room(), 4, NOW, secret.message(), ADA, "+1", true));
        events.add(new MessageDeleted(
                room.tenant(), room.room(), 5, NOW, secret.message(), new Original(3, NOW, ADA, null), ADA));
        write(events);

        String row = get(TenantSql.inTenant(
                pool,
                room.tenant(),
                connection -> connection
                        .preparedQuery("select row_to_json(message)::text as row from message where id = $1")
                        .execute(Tuple.of(UUID.fromString(secret.message())))
                        .map(rows -> rows.iterator().next().getString("row"))));

        assertTrue(!row.contains("text 3") && !row.contains("a.png"), row);
        assertTrue(row.contains("\"deleted\":true"), row);
    }

    @Test
    void olderMessagesThatWereChangedAreLoadedWithALongRoom() {
        int last = Room.WINDOW + 10;
        List<RoomEvent> events = events(room, last);
        String old = ((MessagePosted) events.get(3)).message();
        events.add(new MessageReacted(room.tenant(), room.room(), last + 1, NOW, old, ADA, "+1", true));
        write(events);

        RoomSnapshot snapshot = load(room).orElseThrow();

        assertEquals(List.of(Fold.of(events).get(2)), snapshot.changed().messages());
        assertEquals(0, snapshot.changed().after());
    }

    private List<Long> sequences(Excerpt.Stored part) {
        return get(store.messages(room, part)).stream().map(Message::sequence).toList();
    }

    private void write(List<RoomEvent> events) {
        checkpoint.write(events).await().atMost(Patience.USUAL);
    }

    private Optional<RoomSnapshot> load(RoomKey key) {
        return get(store.load(key));
    }

    /// Rows that are seen without any tenant.
    private long count(String table) {
        return get(pool.query("select count(*) from " + table)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Patience.USUAL);
    }

    private static RoomKey newKey() {
        return new RoomKey(new TenantId(Api.newTenant()), Ids.next().toString());
    }

    private static List<RoomEvent> events(RoomKey key, int last) {
        List<RoomEvent> events = new ArrayList<>();
        events.add(new RoomCreated(key.tenant(), key.room(), 1, NOW, "Lobby", Kind.NARRATIVE, Visibility.PRIVATE, ADA));
        for (int sequence = 2; sequence <= last; sequence++) {
            events.add(message(key, sequence, sequence % 3 == 0 ? null : "c-" + sequence));
        }
        return events;
    }

    private RoomEvent changed(long sequence, String timed, String byDefault) {
        return new RoomEvent.DocumentChanged(
                room.tenant(),
                room.room(),
                sequence,
                NOW,
                ADA,
                "[[{}],[{\"timed\":" + timed + ",\"default\":" + byDefault + "}],1]");
    }

    private static MessagePosted message(RoomKey key, long sequence, @Nullable String clientId) {
        Attachment attachment = sequence % 2 == 0 ? null : new Attachment("f", "a.png", "image/png");
        return new MessagePosted(
                key.tenant(),
                key.room(),
                sequence,
                NOW.plusMillis(sequence),
                Ids.next().toString(),
                ADA,
                "text " + sequence,
                clientId,
                attachment);
    }
}
