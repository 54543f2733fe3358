package dev.atrium.jobs.render;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// EPUB 3.3: a cover, a chapter for each day (several for a long one), the pictures beside them. Which way a text is
/// written follows from each paragraph's first strong character.
final class EpubRenderer implements Renderer {

    /// Reading systems lay out a chapter as a whole.
    private static final int ENTRIES_MAX = 500;

    private static final String CONTAINER = """
            <?xml version="1.0" encoding="UTF-8"?>
            <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
            <rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
            </container>
            """;
    private static final String STYLE = """
            body { line-height: 1.5; overflow-wrap: break-word; }
            .by bdi { font-weight: bold; } .by time, .by i, .reactions, .file, figcaption, .imprint { font-size: .85em; }
            article { margin: 1em 0; } article p { margin: .2em 0; }
            blockquote { margin: .2em 0; padding-left: .7em; border-left: 3px solid; }
            figure { margin: .4em 0; } img { max-width: 100%; height: auto; }
            """;

    @Override
    public void render(Book book, OutputStream out) throws IOException {
        try (Archive zip = new Archive(out)) {
            zip.putStored("mimetype", "application/epub+zip".getBytes(StandardCharsets.US_ASCII));
            zip.put("META-INF/container.xml", CONTAINER);
            zip.put("OEBPS/style.css", STYLE);
            zip.put("OEBPS/cover.svg", EpubPackage.cover(book.title()));
            zip.put("OEBPS/title.xhtml", EpubPackage.titlePage(book.title()));
            Chapters chapters = new Chapters(book, zip);
            Entries.forEach(book, chapters::add);
            chapters.end();
            for (Map.Entry<String, Book.Picture> picture : chapters.pictures.entrySet()) {
                zip.put(
                        "OEBPS/" + picture.getKey(),
                        image -> Files.copy(picture.getValue().file(), image));
            }
            zip.put("OEBPS/nav.xhtml", EpubPackage.navigation(book.title(), chapters.done));
            zip.put("OEBPS/package.opf", EpubPackage.description(book.title(), chapters.done, chapters.pictures));
        }
    }

    private static final class Chapters {
        private final Book book;
        private final Archive zip;
        private final Markup markup;
        private final StringBuilder body = new StringBuilder();
        private final Writer writer = new Appender(body);
        private final List<EpubPackage.Chapter> done = new ArrayList<>();
        private final Map<String, Book.Picture> pictures = new LinkedHashMap<>();
        private @Nullable LocalDate day;
        private int entries;
        private int part;

        Chapters(Book book, Archive zip) {
            this.book = book;
            this.zip = zip;
            this.markup = new Markup(this::source, _ -> null, false);
        }

        void add(Entry entry) throws IOException {
            if (!entry.day().equals(day) || entries == ENTRIES_MAX) {
                end();
                part = entry.day().equals(day) ? part + 1 : 1;
                day = entry.day();
            }
            markup.write(entry, writer);
            entries++;
        }

        void end() throws IOException {
            if (day != null && entries > 0) {
                String title = part == 1 ? day.toString() : day + " (" + part + ")";
                EpubPackage.Chapter chapter = new EpubPackage.Chapter("chapter-" + (done.size() + 1), title);
                zip.put(
                        "OEBPS/" + chapter.file(),
                        EpubPackage.page(book.title(), title, "<h1>" + title + "</h1>\n" + body));
                done.add(chapter);
                body.setLength(0);
                entries = 0;
            }
        }

        private Markup.@Nullable Source source(String fileId) {
            return book.pictures()
                    .of(fileId)
                    .map(picture -> {
                        String name = "pictures/" + ZipRenderer.safe(fileId) + "."
                                + picture.type().extension();
                        pictures.put(name, picture);
                        return new Markup.Source(out -> out.write(name), picture);
                    })
                    .orElse(null);
        }
    }

    private static final class Appender extends Writer {
        private final StringBuilder to;

        Appender(StringBuilder to) {
            this.to = to;
        }

        @Override
        public void write(char[] buffer, int offset, int length) {
            to.append(buffer, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
