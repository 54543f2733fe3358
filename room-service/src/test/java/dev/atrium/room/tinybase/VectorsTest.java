package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Content and hashes that the library itself computed, change by change.
final class VectorsTest {

    /// The change that leads to each line of `steps.txt`.
    private static final List<String> STEPS = List.of(
            "[[{}],[{}],1]",
            cell("pets", "fido", "species", "\"dog\"", "-"),
            cell("pets", "fido", "age", "3", "0"),
            cell("pets", "felix", "sold", "true", "1"),
            cell("pets", "fido", "age", "4", "2"),
            cell("pets", "fido", "species", "\"\ufffc\"", "3"),
            value("open", "false", "4"),
            value("name", "\"Zoë \\\"☕\\\" \\n\u2028😀\"", "5"),
            "[[{}],[{\"n\":[0.30000000000000004,\"NjEtLV----6FnHIC\"],\"big\":[1e21,\"NjEtLV----7FnHIC\"],"
                    + "\"neg\":[-0,\"NjEtLV----8FnHIC\"],\"sci\":[0.00000015,\"NjEtLV----9FnHIC\"]}],1]",
            value("nul", "null", "A"),
            cell("docs", "d1", "json", "\"\ufffd{\\\"a\\\":[1,\\\"x\\\"],\\\"b\\\":null}\"", "B"),
            cell("pets", "felix", "sold", "\"\ufffc\"", "C"),
            cell("pets", "fido", "age", "\"\ufffc\"", "D"));

    @Test
    void eachChangeLeadsToTheContentAndTheHashesOfTheLibrary() throws IOException {
        Document document = new Document();
        List<String> lines = lines("steps.txt");
        assertEquals(STEPS.size(), lines.size());

        for (int i = 0; i < lines.size(); i++) {
            String[] expected = lines.get(i).split("\t", -1);
            document.merge(changes(STEPS.get(i)));

            assertEquals(expected[1], Content.hashes(document), "step " + i);
            if (!expected[2].isEmpty()) {
                assertEquals(Content.json(expected[2]), Content.of(document), "step " + i);
            }
        }
    }

    @Test
    void aDefaultHasNoTime() {
        Document document = new Document();

        document.merge(changes("[[{\"t\":[{\"r\":[{\"a\":[\"x\"],\"b\":[1,\"NjEtLV-----CnH-J\"]}]}]}],[{}],1]"));

        assertEquals("[1915989461,0]", Content.hashes(document));
        assertEquals(
                Content.json(
                        "[[{\"t\":[{\"r\":[{\"b\":[1,\"NjEtLV-----CnH-J\",2373036068],\"a\":[\"x\",\"\",2912507199]},"
                                + "\"\",895999023]},\"\",1218593317]},\"\",1915989461],[{},\"\",0]]"),
                Content.of(document));
    }

    @Test
    void rowsTablesAndAllOfThemMayHaveTimesOfTheirOwn() {
        Document document = new Document();

        document.merge(withTimes("v", 1, "NjEtLV----0AAAAA"));
        assertEquals("[1172812732,1342878659]", Content.hashes(document));
        document.merge(withTimes("w", 2, "NjEtLV----1AAAAA"));

        assertEquals("[2626636427,16596716]", Content.hashes(document));
        assertEquals(
                Content.json("[[{\"t\":[{\"r\":[{\"c\":[\"w\",\"NjEtLV----1AAAAA\",2983566075]},\"NjEtLV----1AAAAA\","
                        + "2848507545]},\"NjEtLV----1AAAAA\",3204855441]},\"NjEtLV----1AAAAA\",2626636427],"
                        + "[{\"v\":[2,\"NjEtLV----1AAAAA\",3809934020]},\"NjEtLV----1AAAAA\",16596716]]"),
                Content.of(document));
        Document stored = new Document();
        stored.merge(StoredLeaf.changes(StoredLeaf.of(document.content())));
        assertEquals(Content.of(document), Content.of(stored));
        assertTrue(document.winners(withTimes("v", 1, "NjEtLV----0AAAAA")).isEmpty());
    }

    @Test
    void anObjectTravelsAsAMarkedText() {
        Changes changes =
                changes(cell("docs", "d1", "json", "\"\ufffd{\\\"a\\\":[1,\\\"x\\\"],\\\"b\\\":null}\"", "B"));

        assertEquals(
                "[[{\"docs\":[{\"d1\":[{\"json\":[\"\ufffd{\\\"a\\\":[1,\\\"x\\\"],\\\"b\\\":null}\","
                        + "\"NjEtLV----BFnHIC\"]}]}]}],[{}],1]",
                MessageWriter.changes(changes));
    }

    static Changes changes(String text) {
        return MessageReader.changes(text).orElseThrow();
    }

    static List<String> lines(String file) throws IOException {
        try (InputStream in = VectorsTest.class.getResourceAsStream("/tinybase/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static Changes withTimes(String cell, int value, String time) {
        String stamp = ",\"" + time + "\"]";
        return changes("[[{\"t\":[{\"r\":[{\"c\":[\"" + cell + "\"" + stamp + "}" + stamp + "}" + stamp + "}" + stamp
                + ",[{\"v\":[" + value + stamp + "}" + stamp + ",1]");
    }

    private static String cell(String table, String row, String cell, String json, String counter) {
        return "[[{\"" + table + "\":[{\"" + row + "\":[{\"" + cell + "\":[" + json + ",\"NjEtLV----" + counter
                + "FnHIC\"]}]}]}],[{}],1]";
    }

    private static String value(String value, String json, String counter) {
        return "[[{}],[{\"" + value + "\":[" + json + ",\"NjEtLV----" + counter + "FnHIC\"]}],1]";
    }
}
