package dev.atrium.room.tinybase;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Changes of a few tables, rows, cells and values, so that they meet often.
final class RandomChanges {

    private static final List<String> IDS = List.of("a", "b", "é", "");
    private static final List<String> TEXTS =
            List.of("null", "true", "1", "0.1", "1e+21", "\"x\"", "\"\\ud800\"", "\"😀 \\\"\"", "\"\ufffd[1]\"");

    private RandomChanges() {}

    /// A change of one leaf at a time that the clock says, or a default, which has no time and is everywhere the same:
    /// of two different ones the later to arrive wins, so that no two stores would ever agree.
    static Changes edit(RandomGenerator random, HlcClock clock, long now) {
        Changes changes = new Changes();
        Hlc time = random.nextInt(20) == 0 ? Hlc.NONE : clock.next(now);
        put(changes, random, time);
        return changes;
    }

    /// A change of several leaves at any times, and sometimes of what is above them.
    static Changes any(RandomGenerator random) {
        Changes changes = new Changes();
        for (int i = random.nextInt(6); i >= 0; i--) {
            // Times without a writer twice: the same leaf may not be written differently at one time.
            put(changes, random, Hlc.of(random.nextInt(50), random.nextInt(4), random.nextInt(1 << 30)));
        }
        if (random.nextInt(4) == 0) {
            Table table = changes.tables.values().stream().findFirst().orElseGet(() -> changes.table("a"));
            Hlc time = Hlc.of(random.nextInt(50), 0, 1);
            table.time = time;
            table.rows.values().forEach(row -> row.time = time);
            changes.tablesTime = time;
            changes.valuesTime = time;
        }
        return changes;
    }

    private static void put(Changes changes, RandomGenerator random, Hlc time) {
        String any = random.nextInt(4) == 0 ? null : pick(random, TEXTS);
        String json = time.isNone() ? "\"default\"" : any;
        if (random.nextInt(3) == 0) {
            changes.putValue(leaf(random, json, time));
        } else {
            changes.putCell(pick(random, IDS), pick(random, IDS), leaf(random, json, time));
        }
    }

    private static Leaf leaf(RandomGenerator random, @Nullable String json, Hlc time) {
        return Leaf.of(pick(random, IDS), json, time);
    }

    private static String pick(RandomGenerator random, List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
