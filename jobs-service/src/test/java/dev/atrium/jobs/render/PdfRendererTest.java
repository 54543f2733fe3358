package dev.atrium.jobs.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PdfRendererTest {

    @Test
    void textOfManyScriptsIsFound() throws IOException {
        List<String> texts = List.of(
                "Größe fi ffl œuvre",
                "Привет, мир",
                "Γειά σου Κόσμε",
                "你好，世界 こんにちは 繁體",
                "안녕하세요",
                "שלום עולם",
                "مرحبا بالعالم",
                "👍 ok",
                "हिन्दी क्षेत्र में नमस्ते",
                "বাংলা ক্ষুদ্র নমস্কার",
                "தமிழ் கோ வணக்கம்",
                "ಕನ್ನಡ ನಮಸ್ಕಾರ",
                "ที่นี่ น้ำใจ สวัสดี",
                "ភាសាខ្មែរ សួស្តី",
                "သင်္ဘော mixed हिन्दी and שלום हि");

        String text = text(Books.render(Format.PDF, Books.of("Küche 你好", texts)));

        assertTrue(text.contains("Küche 你好"), text);
        for (String expected : texts) {
            assertTrue(text.contains(expected), expected + " in " + text);
        }
    }

    @Test
    void whatIsWrittenTogetherIsDrawnTogetherAndOnce() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PdfClusters clusters = new PdfClusters(document);

            int[] drawn = clusters.standIns("ನ್ನ हि हि न् a क ส สี")
                    .codePoints()
                    .filter(c -> c != ' ')
                    .toArray();

            List<String> shown = Arrays.stream(drawn)
                    .mapToObj(c ->
                            clusters.cluster(c).map(PdfClusters.Cluster::text).orElse(Character.toString(c)))
                    .toList();
            assertEquals(List.of("ನ್ನ", "हि", "हि", "न्", "a", "क", "ส", "สี"), shown);
            assertEquals(drawn[1], drawn[2]);
            assertTrue(clusters.cluster(drawn[0]).orElseThrow().width() > 0);
        }
    }

    /// As on a machine without fontconfig.
    @Test
    void whereNoFontCanBeUsedAllIsWrittenLetterByLetter() throws IOException {
        try (PDDocument document = new PDDocument()) {
            AtomicLong tries = new AtomicLong();
            PdfClusters clusters = new PdfClusters(document, _ -> {
                tries.incrementAndGet();
                throw new IOException("Problem reading font data.");
            });
            String text = "สวัสดี हिन्दी สวัสดี";

            assertEquals(text, clusters.standIns(text));
            assertEquals(2, tries.get());
        }
    }

    /// A character that stands for a drawing within the renderer is nothing that a text can have.
    @Test
    void noTextGetsTheDrawingsOfAnother() throws IOException {
        String text = text(Books.render(Format.PDF, Books.of("Kitchen", List.of("हि", "\udb80\udc00"))));

        assertEquals(1, text.split("हि", -1).length - 1, text);
        assertTrue(text.contains("\ufffd"), text);
    }

    @Test
    void temporaryFilesLieInTheGivenDirectoryAndAreGoneAtTheEnd(@TempDir Path directory) throws IOException {
        AtomicLong most = new AtomicLong();
        Book book = Books.of("Kitchen", List.of("one", "two"));
        Book watched = new Book(
                book.title(),
                each -> book.items().forEach((kind, item) -> {
                    most.accumulateAndGet(count(directory), Math::max);
                    each.item(kind, item);
                }),
                book.pictures(),
                book.originals());

        Books.render(Format.PDF, directory, watched);

        assertEquals(1, most.get());
        assertEquals(0, count(directory));
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void documentHasItsPicturesBookmarksNumbersAndTitle(@TempDir Path directory) throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            messages.add(Books.message(i, "alice", "line\n".repeat(3)));
        }
        messages.add(Books.withFile(Books.message(100, "bob", "look"), "cat.png"));

        byte[] pdf = Books.render(Format.PDF, Books.of("Kitchen", messages, Books.picture(directory)));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertEquals("Kitchen", document.getDocumentInformation().getTitle());
            assertEquals("en", document.getDocumentCatalog().getLanguage());
            assertTrue(document.getNumberOfPages() > 5);
            assertEquals(1, pictures(document));
            List<String> bookmarks = new ArrayList<>();
            document.getDocumentCatalog()
                    .getDocumentOutline()
                    .children()
                    .forEach(item -> bookmarks.add(item.getTitle()));
            assertEquals(List.of("2026-11-27", "2026-11-28"), bookmarks);
            PDFTextStripper third = new PDFTextStripper();
            third.setStartPage(3);
            third.setEndPage(3);
            assertTrue(third.getText(document).strip().endsWith("\n3"), third.getText(document));
        }
    }

    @Test
    void largePicturesFitOnAPage(@TempDir Path directory) throws IOException {
        List<JsonNode> messages = List.of(Books.withFile(Books.message(0, "bob", "look"), "tower.jpg"));
        Book.Pictures high = Books.picture(directory, Book.Picture.Type.JPEG, 1_200, 1_600);

        byte[] pdf = Books.render(Format.PDF, Books.of("Kitchen", messages, high));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertEquals(1, document.getNumberOfPages());
            List<Object> tokens = new PDFStreamParser(document.getPage(0)).parse();
            int drawn = tokens.indexOf(Operator.getOperator("cm"));
            float width =
                    assertInstanceOf(COSNumber.class, tokens.get(drawn - 6)).floatValue();
            float height =
                    assertInstanceOf(COSNumber.class, tokens.get(drawn - 3)).floatValue();
            assertEquals(0.75, width / height, 0.001);
            assertTrue(height > 400 && height < 500, height + " points");
        }
    }

    @Test
    void anyTextCanBePrinted() throws IOException {
        byte[] pdf = Books.render(Format.PDF, Books.of("\u0000\ud800", Nasty.all()));

        String text = text(pdf);
        assertTrue(text.contains("<script>alert(1)</script>"), text);
        assertTrue(text.contains("%PDF-1.4 endstream endobj"), text);
    }

    @Test
    void linesStayWithinTheMargins() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PdfText text = new PdfText(new PdfFonts(document), new PdfText.Style(10, false));
            List<String> texts = new ArrayList<>(Nasty.all());
            texts.add("ที่นี่".repeat(100));
            texts.add("क्ष".repeat(100));
            for (String nasty : texts) {
                for (PdfText.Line line : text.lines(Plain.of(nasty), 200)) {
                    assertTrue(line.width() <= 200, nasty);
                }
            }
        }
    }

    private static int pictures(PDDocument document) {
        int pictures = 0;
        for (PDPage page : document.getPages()) {
            for (COSName name : page.getResources().getXObjectNames()) {
                pictures += page.getResources().isImageXObject(name) ? 1 : 0;
            }
        }
        return pictures;
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replace("\r\n", "\n");
        }
    }
}
