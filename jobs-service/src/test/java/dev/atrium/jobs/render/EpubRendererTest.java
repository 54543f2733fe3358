package dev.atrium.jobs.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.WriterReportImpl;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EpubRendererTest {

    @ParameterizedTest
    @EnumSource
    void bookWithPicturesAndEveryKindOfTextPassesEpubCheck(Book.Picture.Type type, @TempDir Path directory) {
        List<JsonNode> messages = new ArrayList<>();
        messages.add(Books.message(0, "אליס", "שלום עולם"));
        messages.add(Books.withFile(Books.message(1, "alice", "مرحبا بالعالم"), "cat & <dog>.png"));
        messages.add(Books.message(2, "bob", "你好 Привет Γειά 👍").put("replyTo", Books.id(0)));
        messages.add(Books.withFile(Books.message(3, "bob", ""), "again.png"));
        for (String text : Nasty.all()) {
            messages.add(Books.message(messages.size(), text, text));
        }

        byte[] epub = Books.render(
                Format.EPUB,
                Books.of(
                        "Küche <&> \u0000 " + "long ".repeat(60),
                        messages,
                        Books.picture(directory, type, 1_600, 1_200)));

        assertValid(epub);
    }

    @Test
    void emptyBookIsValid() {
        assertValid(Books.render(Format.EPUB, Books.of(" ", List.of(), _ -> Optional.empty())));
    }

    @Test
    void eachDayIsAChapterAndALongOneSeveral() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 2 + 501; i++) {
            texts.add("message " + i);
        }

        Map<String, byte[]> entries = ArchivesTest.unzip(Books.render(Format.EPUB, Books.of("T", texts)));

        String nav = new String(entries.get("OEBPS/nav.xhtml"), StandardCharsets.UTF_8);
        assertTrue(nav.contains(">2026-11-27<"), nav);
        assertTrue(nav.contains(">2026-11-28<"), nav);
        assertTrue(nav.contains(">2026-11-28 (2)<"), nav);
        assertEquals("mimetype", entries.keySet().iterator().next());
    }

    private static void assertValid(byte[] epub) {
        StringWriter findings = new StringWriter();
        WriterReportImpl report = new WriterReportImpl(new PrintWriter(findings));
        new EpubCheck(new ByteArrayInputStream(epub), report, "book.epub").check();
        int faults = report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount();
        assertEquals(0, faults, findings::toString);
    }
}
