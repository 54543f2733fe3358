package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class DocumentContentTest {

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
                document.tablesContent());
        assertEquals("{\"open\":true,\"\\ud800\":\"\\ud800\"}", document.valuesContent());
    }

    @Test
    void whatWasDeletedIsNotTold() {
        Document document = new Document();
        merge(document, "[[{\"t\":[{\"r\":[{\"c\":[1,\"NjEtLV----0AAAAA\"]}]}]}],[{}],1]");
        merge(document, "[[{\"t\":[{\"r\":[{\"c\":[\"\ufffc\",\"NjEtLV----1AAAAA\"]}]}]}],[{}],1]");

        assertEquals("{}", document.tablesContent());
        assertEquals("{}", document.valuesContent());
    }

    private static void merge(Document document, String changes) {
        document.merge(MessageReader.changes(changes).orElseThrow());
    }
}
