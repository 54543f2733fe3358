package dev.atrium.jobs.render;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessStreamCache;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.jspecify.annotations.Nullable;

/// Pages of A4 with a bookmark for each day. Pages lie in a file of the given directory until all of them are done.
///
/// Latin, Greek, Cyrillic, Hebrew, Arabic (joined letters), Chinese, Japanese and Korean text and emoji are shown, and
/// found when searched for. Scripts whose letters are re-ordered or stacked (Devanagari, Thai, ...) have no font here:
/// their characters are shown as U+FFFD. Emoji of several code points are shown one by one. Marks are not placed as
/// finely as a browser would.
final class PdfRenderer implements Renderer {

    private static final PdfText.Style TITLE = new PdfText.Style(22, true);
    private static final PdfText.Style HEADING = new PdfText.Style(14, true);
    private static final PdfText.Style BY = new PdfText.Style(10, true);
    private static final PdfText.Style BODY = new PdfText.Style(10, false);
    private static final PdfText.Style SMALL = new PdfText.Style(8, false);

    private final Path scratch;

    PdfRenderer(Path scratch) {
        this.scratch = scratch;
    }

    @Override
    public void render(Book book, OutputStream out) throws IOException {
        try (PDDocument document = new PDDocument(onDisk())) {
            describe(document, book.title());
            try (PdfSheet sheet = new PdfSheet(document, new PdfFonts(document))) {
                sheet.text(Plain.line(book.title().text()), TITLE, 0);
                sheet.gap(6);
                sheet.text(Labels.imprint(book.title()), SMALL, 0);
                Pages pages = new Pages(book, sheet);
                Entries.forEach(book, pages::add);
            }
            document.save(out);
        }
    }

    private RandomAccessStreamCache.StreamCacheCreateFunction onDisk() {
        return MemoryUsageSetting.setupTempFileOnly().setTempDir(scratch.toFile()).streamCache;
    }

    private static void describe(PDDocument document, Book.Title title) {
        PDDocumentInformation information = document.getDocumentInformation();
        Calendar at = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        at.setTimeInMillis(title.madeAt().toEpochMilli());
        information.setTitle(Plain.line(title.text()));
        information.setAuthor(Plain.line(title.by()));
        information.setCreator("Atrium");
        information.setCreationDate(at);
        document.getDocumentCatalog().setLanguage(title.language());
        PDViewerPreferences preferences = new PDViewerPreferences(new org.apache.pdfbox.cos.COSDictionary());
        preferences.setDisplayDocTitle(true);
        document.getDocumentCatalog().setViewerPreferences(preferences);
        // Otherwise the document's id comes from the clock.
        document.setDocumentId(title.id().getMostSignificantBits());
    }

    private static final class Pages {
        private final Book book;
        private final PdfSheet sheet;
        private @Nullable LocalDate day;

        Pages(Book book, PdfSheet sheet) {
            this.book = book;
            this.sheet = sheet;
        }

        void add(Entry entry) throws IOException {
            if (!entry.day().equals(day)) {
                day = entry.day();
                sheet.gap(18);
                sheet.keep(70);
                sheet.bookmark(day.toString());
                sheet.text(day.toString(), HEADING, 0);
            }
            sheet.gap(8);
            sheet.keep(30);
            sheet.text(entry.author() + " · " + entry.time() + (entry.edited() ? " · edited" : ""), BY, 0);
            if (entry.answers() != null) {
                sheet.text(
                        "> " + entry.answers().author() + ": " + entry.answers().text(), SMALL, 12);
            }
            String text =
                    entry.removed() != null ? entry.removed() : entry.text().strip();
            if (!text.isEmpty()) {
                sheet.text(text, BODY, 0);
            }
            if (entry.attached() != null) {
                attached(entry.attached());
            }
            if (!entry.reactions().isEmpty()) {
                sheet.text(String.join(" · ", entry.reactions()), SMALL, 0);
            }
        }

        private void attached(Entry.Attached file) throws IOException {
            Book.Picture picture = book.pictures().of(file.fileId()).orElse(null);
            if (picture != null) {
                sheet.picture(Files.readAllBytes(picture.file()), picture);
            }
            sheet.text(file.name() + " (" + file.type() + ")", SMALL, 0);
        }
    }
}
