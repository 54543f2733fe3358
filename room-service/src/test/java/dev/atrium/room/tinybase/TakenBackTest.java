package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A client that had to take something back goes on to see what the others write, whatever its clock says, and brings
/// nothing back of what it had to take back.
final class TakenBackTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final long FOUR_MINUTES = 240_000;

    private final Document room = new Document();
    private final Document client = new Document();
    private final ArrayDeque<String> toClient = new ArrayDeque<>();
    private final Nonce nonce = Nonce.of(new Random(1));
    private boolean mayWrite;
    private final Conversation server =
            new Conversation(() -> mayWrite, HlcClock.ofRoom(), nonce, DocumentLimits.USUAL);
    private long now = NOW;

    @Test
    void aViewerWhoseClockIsAheadSeesWhatIsWrittenAfterwards() {
        writtenByOthers(cell("\"v0\"", now));
        writtenByClient(cell("\"mine\"", now + FOUR_MINUTES));
        assertEquals("\"v0\"", seen());

        now += 60_000;
        writtenByOthers(cell("\"v1\"", now));
        settled();
        assertEquals("\"v1\"", seen());

        writtenByOthers(cell("\"v2\"", now + 1));
        settled();
        assertEquals("\"v2\"", seen());
    }

    @Test
    void soItIsWithWhatWasNotThereBefore() {
        writtenByClient(cell("1", now + FOUR_MINUTES));
        writtenByClient(value("1", now + FOUR_MINUTES));
        settled();

        writtenByOthers(cell("\"v1\"", now));
        writtenByOthers(value("\"w1\"", now));
        settled();

        assertEquals("\"v1\"", seen());
        assertEquals("\"w1\"", json(client.value("c")));
    }

    @Test
    void whoBecomesAnEditorDoesNotUndoWhatOthersWrote() {
        writtenByOthers(cell("\"v0\"", now));
        writtenByClient(cell("\"mine\"", now + FOUR_MINUTES));
        writtenByOthers(cell("\"v1\"", now + 1));

        mayWrite = true;
        receive(server.receive(message(MessageWriter.contentHashes("a", client)), room, instant()));

        assertEquals("\"v1\"", json(room.cell("t", "r", "c")));
        assertEquals("\"v1\"", seen());
        writtenByClient(cell("\"now\"", now + FOUR_MINUTES + 10));
        assertEquals("\"now\"", json(room.cell("t", "r", "c")));
    }

    @Test
    void anEditorWhoseClockIsFarAheadSeesWhatTheOthersWrite() {
        mayWrite = true;
        writtenByOthers(cell("\"v0\"", now));
        writtenByClient(cell("\"mine\"", now + 100 * FOUR_MINUTES));
        assertEquals("\"v0\"", seen());

        writtenByOthers(cell("\"v1\"", now + 1));
        settled();

        assertEquals("\"v1\"", seen());
        assertEquals("\"v1\"", json(room.cell("t", "r", "c")));
    }

    @Test
    void whatItHasSeenAlreadyIsNotToldAgain() {
        writtenByOthers(cell("\"v0\"", now));
        writtenByClient(cell("\"mine\"", now + FOUR_MINUTES));
        Leaf leaf = client.cell("t", "r", "c");

        settled();
        settled();

        assertEquals(leaf, client.cell("t", "r", "c"));
    }

    @Test
    void aDefaultThatIsThereAlreadyIsNoChange() {
        Changes defaults = new Changes();
        defaults.putValue(Leaf.of("c", "1", Hlc.NONE));
        room.merge(defaults);

        assertEquals(List.of(), server.receive(message(MessageWriter.contentDiff("a", defaults)), room, instant()));
        mayWrite = true;
        assertEquals(List.of(), server.receive(message(MessageWriter.contentDiff("a", defaults)), room, instant()));
        Changes others = new Changes();
        others.putValue(Leaf.of("c", "2", Hlc.NONE));
        assertEquals(
                1,
                server.receive(message(MessageWriter.contentDiff("a", others)), room, instant())
                        .size());
    }

    private String seen() {
        return json(client.cell("t", "r", "c"));
    }

    private static String json(@Nullable Leaf leaf) {
        return leaf == null ? "nothing" : String.valueOf(leaf.json());
    }

    private static Changes cell(String json, long time) {
        Changes changes = new Changes();
        changes.putCell("t", "r", Leaf.of("c", json, Hlc.of(time, 0, 7)));
        return changes;
    }

    private static Changes value(String json, long time) {
        Changes changes = new Changes();
        changes.putValue(Leaf.of("c", json, Hlc.of(time, 0, 7)));
        return changes;
    }

    /// It counts, and the client hears of it.
    private void writtenByOthers(Changes changes) {
        room.merge(changes);
        client.merge(changes);
    }

    private void writtenByClient(Changes changes) {
        client.merge(changes);
        receive(server.receive(message(MessageWriter.contentDiff("a", changes)), room, instant()));
    }

    /// All are told the hashes.
    private void settled() {
        toClient.add(MessageWriter.contentHashes("h", room));
        carryOn();
    }

    private void receive(List<Effect> effects) {
        perform(effects);
        carryOn();
    }

    private void perform(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send(String text) -> toClient.add(text);
                case Effect.Commit commit -> {
                    room.merge(commit.changes());
                    perform(server.committed(commit.number(), true, room, instant()));
                }
                case Effect.Close close -> throw new AssertionError(close);
            }
        }
    }

    /// The client answers what it is asked, and asks for what differs, as the library does.
    private void carryOn() {
        int words = 0;
        for (String text = toClient.poll(); text != null; text = toClient.poll()) {
            assertTrue(words++ < 100, "they never stop talking");
            switch (message(text)) {
                case Message.ContentDiff diff -> client.merge(diff.changes());
                case Message.Hashes hashes when !hashes.hashes().equals(client.hashes()) -> fetch();
                case Message.Hashes _, Message.Response _, Message.Understood _ -> {}
                case Message.GetContentHashes question ->
                    answer(MessageWriter.contentHashesAnswer(question.id(), client.hashes()));
                case Message.GetTableDiff question ->
                    answer(MessageWriter.tablesAnswer(question.id(), Difference.tables(client, question.tables())));
                case Message.GetRowDiff question ->
                    answer(MessageWriter.rowsAnswer(question.id(), Difference.rows(client, question.rows())));
                case Message.GetCellDiff question ->
                    answer(MessageWriter.cellsAnswer(question.id(), Difference.cells(client, question.cells())));
                case Message.GetValueDiff question ->
                    answer(MessageWriter.valuesAnswer(question.id(), Difference.values(client, question.values())));
            }
        }
    }

    private void answer(String text) {
        perform(server.receive(message(text), room, instant()));
    }

    private void fetch() {
        Reply.Tables tables = (Reply.Tables)
                ask(Pull.Question.TABLES, MessageWriter.getTableDiff("q", Difference.tableHashes(client)));
        client.merge(tables.answer().missing());
        Reply.Rows rows = (Reply.Rows) ask(
                Pull.Question.ROWS,
                MessageWriter.getRowDiff(
                        "q", Difference.rowHashes(client, tables.answer().differing())));
        client.merge(rows.answer().missing());
        Reply.Cells cells = (Reply.Cells) ask(
                Pull.Question.CELLS,
                MessageWriter.getCellDiff(
                        "q", Difference.cellHashes(client, rows.answer().differing())));
        client.merge(cells.cells());
        Reply.Values values = (Reply.Values)
                ask(Pull.Question.VALUES, MessageWriter.getValueDiff("q", Difference.valueHashes(client)));
        client.merge(values.values());
    }

    private Reply ask(Pull.Question question, String text) {
        List<Effect> effects = server.receive(message(text), room, instant());
        assertEquals(1, effects.size());
        Message answer = message(((Effect.Send) effects.getFirst()).remainder());
        return Reply.read(question, ((Message.Response) answer).body()).orElseThrow();
    }

    private Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    private static Message message(String text) {
        return MessageReader.read(text).orElseThrow(() -> new AssertionError(text));
    }
}
