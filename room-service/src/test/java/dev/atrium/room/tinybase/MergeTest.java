package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.room.chat.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds for all merges. Each seed is a case of its own.
final class MergeTest {

    private static final int SEEDS = 2_000;

    @Test
    void theOrderDoesNotMatterNorHowOften() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Changes> changes = changes(random);
            Document inOrder = new Document();
            changes.forEach(inOrder::merge);

            List<Changes> shuffled = new ArrayList<>(changes);
            shuffled.addAll(changes.subList(0, changes.size() / 2));
            Collections.shuffle(shuffled, random);
            Document inAnyOrder = new Document();
            shuffled.forEach(inAnyOrder::merge);

            assertEquals(withoutOuterTimes(inOrder), withoutOuterTimes(inAnyOrder), "seed " + seed);
        }
    }

    @Test
    void hashesAreThoseOfTheClosedForm() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Document document = new Document();
            for (Changes change : changes(new Random(seed))) {
                document.merge(change);

                assertEquals(closedForm(document), document.hashes(), "seed " + seed);
            }
        }
    }

    @Test
    void winnersAreWhatMergingTakesInAndMakeTheSameDocument() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Document document = new Document();
            Document follower = new Document();
            Document restored = new Document();
            for (Changes change : changes(new Random(seed))) {
                Changes won = document.winners(change);
                document.merge(change);
                follower.merge(VectorsTest.changes(MessageWriter.changes(won)));

                assertTrue(leaves(document.winners(change)).isEmpty(), "seed " + seed);
            }
            restored.merge(StoredLeaf.changes(StoredLeaf.of(document.content())));

            assertEquals(document.hashes(), follower.hashes(), "seed " + seed);
            assertEquals(Content.of(document), Content.of(restored), "seed " + seed);
        }
    }

    @Test
    void piecesAndSumsAreWorthTheWhole() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Changes sum = new Changes();
            Document document = new Document();
            Document fromSum = new Document();
            Document fromPieces = new Document();
            for (Changes change : changes(random)) {
                sum.add(document.winners(change));
                document.merge(change);
            }
            fromSum.merge(sum);
            document.content().split(1 + random.nextInt(200)).forEach(fromPieces::merge);

            assertEquals(document.hashes(), fromSum.hashes(), "seed " + seed);
            assertEquals(document.hashes(), fromPieces.hashes(), "seed " + seed);
        }
    }

    @Test
    void noPieceIsLargerInTheLogThanItMayBeUnlessItIsOneLeaf() {
        for (long seed = 0; seed < SEEDS / 10; seed++) {
            Random random = new Random(seed);
            Changes changes = new Changes();
            for (int i = random.nextInt(12); i >= 0; i--) {
                Leaf leaf = Leaf.of(text(random), JsText.string(text(random)), Hlc.of(i, 0, 1));
                if (random.nextBoolean()) {
                    changes.putValue(leaf);
                } else {
                    changes.putCell(text(random), text(random), leaf);
                }
            }
            changes.tables.values().forEach(table -> {
                table.time = Hlc.of(1, 0, 1);
                table.rows.values().forEach(row -> row.time = Hlc.of(1, 0, 1));
                table.row(text(random)).time = Hlc.of(1, 0, 1);
            });

            for (Changes piece : changes.split(1_000)) {
                long size = bytesInTheLog(piece);
                assertTrue(size <= piece.recordBytes() + 100, "seed " + seed);
                assertTrue(size <= 1_100 || piece.paths().size() == 1, "seed " + seed);
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(List.of("x", "\"", "\\", "\n", "\u0001", "é", "汉", "😀", "\ud83d", "\ude00")
                    .get(random.nextInt(10)));
        }
        return text.toString();
    }

    /// Its own, without who made it and where.
    private static int bytesInTheLog(Changes changes) {
        return eventBytes(MessageWriter.changes(changes)) - eventBytes("");
    }

    private static int eventBytes(String changes) {
        RoomEvent event = new RoomEvent.DocumentChanged(
                Samples.ROOM.tenant(), Samples.ROOM.room(), 2, Samples.NOW, Samples.ADA, changes);
        return RoomLogCodec.encode(0, new RoomLogEntry.Written(1, 0, event), null)
                .value()
                .length;
    }

    @Test
    void manyLeavesOfOneRowAreFound() {
        Document document = new Document();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_000; i++) {
                Changes change = new Changes();
                change.putCell("t", "r", Leaf.of("c" + i, Integer.toString(round), Hlc.of(round, 0, 0)));
                assertEquals(1, StoredLeaf.of(document.winners(change)).size());
                document.merge(change);
            }
        }

        assertEquals(1_000, document.leafCount());
        assertEquals(closedForm(document), document.hashes());
    }

    private static List<Changes> changes(Random random) {
        List<Changes> changes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            changes.add(RandomChanges.any(random));
        }
        return changes;
    }

    private static List<String> leaves(Changes changes) {
        return StoredLeaf.of(changes).stream()
                .map(leaf -> leaf.path() + leaf.json() + leaf.time())
                .sorted()
                .toList();
    }

    /// The time of a row that comes before any of its cells is not kept, so there the order matters.
    private static List<String> withoutOuterTimes(Document document) {
        Changes content = new Changes();
        document.content().forEach(new Changes.Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                content.putCell(table, row, cell);
            }

            @Override
            public void value(Leaf value) {
                content.putValue(value);
            }
        });
        return leaves(content);
    }

    private static ContentHashes closedForm(Document document) {
        Changes content = document.content();
        int tables = up(content.tablesTime);
        for (Table table : content.tables.values()) {
            int ofTable = up(table.time);
            for (Row row : table.rows.values()) {
                ofTable ^= Fnv.hash(row.id + ":" + Integer.toUnsignedString(closedForm(row.cells) ^ up(row.time)));
            }
            tables ^= Fnv.hash(table.id + ":" + Integer.toUnsignedString(ofTable));
        }
        return new ContentHashes(tables, closedForm(content.values) ^ up(content.valuesTime));
    }

    private static int closedForm(Leaves leaves) {
        int hash = 0;
        for (Leaf leaf : leaves) {
            String json = leaf.json() == null ? "null" : leaf.json();
            int ofLeaf = Fnv.hash(json + ":" + leaf.time());
            hash ^= Fnv.hash(leaf.id() + ":" + Integer.toUnsignedString(ofLeaf)) ^ Fnv.hash(leaf.id() + ":0");
        }
        return hash;
    }

    private static int up(Hlc time) {
        return time.isNone() ? 0 : Fnv.hash(time.toString());
    }
}
