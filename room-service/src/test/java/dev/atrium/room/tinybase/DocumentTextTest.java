package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

final class DocumentTextTest {

    @Test
    void whatIsThereIsToldAsPlainJson() {
        Document document = new Document();
        String time = "\"NjEtLV----0AAAAA\"";
        merge(
                document,
                "[[{\"pets\":[{\"fido\":[{\"species\":[\"dog\"," + time + "],\"age\":[5," + time + "]}]}]}],[{}],1]");
        merge(document, "[[{\"pets\":[{\"felix\":[{\"species\":[\"cat\"," + time + "]}]}]}],[{}],1]");
        merge(document, "[[{}],[{\"open\":[true," + time + "],\"\\ud800\":[\"\\ud800\"," + time + "]}],1]");

        assertEquals(
                "{\"pets\":{\"fido\":{\"species\":\"dog\",\"age\":5},\"felix\":{\"species\":\"cat\"}}}",
                document.text().tables());
        assertEquals("{\"open\":true,\"\\ud800\":\"\\ud800\"}", document.text().values());
    }

    @Test
    void whatWasDeletedIsNotTold() {
        Document document = new Document();
        merge(document, "[[{\"t\":[{\"r\":[{\"c\":[1,\"NjEtLV----0AAAAA\"]}]}]}],[{}],1]");
        merge(document, "[[{\"t\":[{\"r\":[{\"c\":[\"\ufffc\",\"NjEtLV----1AAAAA\"]}]}]}],[{}],1]");

        assertEquals("{}", document.text().tables());
        assertEquals("{}", document.text().values());
    }

    @Test
    void tablesAndRowsInWhichNothingIsLeftAreNotTold() {
        Document document = new Document();
        merge(
                document,
                "[[{\"a\":[{\"r\":[{\"c\":[\"\ufffc\",\"NjEtLV----0AAAAA\"]}],"
                        + "\"s\":[{\"c\":[\"\ufffc\",\"NjEtLV----0AAAAA\"],\"d\":[1,\"NjEtLV----0AAAAA\"]}]}],"
                        + "\"b\":[{\"r\":[{\"c\":[\"\ufffc\",\"NjEtLV----0AAAAA\"]}]}]}],[{}],1]");

        assertEquals("{\"a\":{\"s\":{\"d\":1}}}", document.text().tables());
    }

    @Test
    void theTextIsWrittenOnceUntilSomethingChanges() {
        Document document = new Document();
        merge(document, "[[{}],[{\"v\":[1,\"NjEtLV----0AAAAA\"]}],1]");
        DocumentText first = document.text();

        assertSame(first, document.text());
        merge(document, "[[{}],[{\"v\":[2,\"NjEtLV----1AAAAA\"]}],1]");
        assertEquals("{\"v\":2}", document.text().values());
        assertEquals("{\"v\":1}", first.values());
    }

    private static void merge(Document document, String changes) {
        document.merge(MessageReader.changes(changes).orElseThrow());
    }
}
