package dev.atrium.jobs.render;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The documents of an e-book that say what is in it.
final class EpubPackage {

    private static final int COVER_LINES = 6;
    private static final int COVER_LINE_CHARS = 22;

    private EpubPackage() {}

    /// @param id unique in the book, an XML name
    /// @param title not escaped
    record Chapter(String id, String title) {

        String file() {
            return id + ".xhtml";
        }
    }

    static String page(Book.Title book, String title, String body) {
        String language = Markup.escape(book.language());
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                + "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\""
                + language + "\" xml:lang=\"" + language + "\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>"
                + Markup.escape(title) + "</title>\n<link rel=\"stylesheet\" href=\"style.css\"/>\n</head>\n<body>\n"
                + body + "</body>\n</html>\n";
    }

    static String titlePage(Book.Title title) {
        String text = text(title);
        return page(
                title,
                text,
                "<section epub:type=\"titlepage\">\n<p><img src=\"cover.svg\" alt=\"\"/></p>\n<h1 dir=\"auto\">"
                        + Markup.escape(text) + "</h1>\n<p class=\"imprint\" dir=\"auto\">"
                        + Markup.escape(Labels.imprint(title)) + "</p>\n</section>\n");
    }

    static String navigation(Book.Title title, List<Chapter> chapters) {
        StringBuilder list = new StringBuilder("<nav epub:type=\"toc\" id=\"toc\">\n<h1 dir=\"auto\">"
                + Markup.escape(text(title)) + "</h1>\n<ol>\n<li><a href=\"title.xhtml\">Title</a></li>\n");
        chapters.forEach(chapter -> list.append(
                "<li><a href=\"" + chapter.file() + "\">" + Markup.escape(chapter.title()) + "</a></li>\n"));
        return page(title, text(title), list + "</ol>\n</nav>\n");
    }

    /// @param pictures beside the chapters, by the names of their files
    static String description(Book.Title title, List<Chapter> chapters, Map<String, Book.Picture> pictures) {
        StringBuilder manifest = new StringBuilder();
        StringBuilder spine = new StringBuilder();
        for (Chapter chapter : chapters) {
            manifest.append(item(chapter.id(), chapter.file(), "application/xhtml+xml", ""));
            spine.append("<itemref idref=\"" + chapter.id() + "\"/>\n");
        }
        int number = 0;
        for (Map.Entry<String, Book.Picture> picture : pictures.entrySet()) {
            number++;
            String type = picture.getValue().type().mediaType();
            manifest.append(item("picture-" + number, picture.getKey(), type, ""));
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\""
                + " version=\"3.0\" unique-identifier=\"id\">\n" + metadata(title) + "<manifest>\n"
                + item("nav", "nav.xhtml", "application/xhtml+xml", " properties=\"nav\"")
                + item("cover", "cover.svg", "image/svg+xml", " properties=\"cover-image\"")
                + item("style", "style.css", "text/css", "")
                + item("title", "title.xhtml", "application/xhtml+xml", "")
                + manifest + "</manifest>\n<spine>\n<itemref idref=\"title\"/>\n<itemref idref=\"nav\"/>\n" + spine
                + "</spine>\n</package>\n";
    }

    private static String metadata(Book.Title title) {
        return "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:identifier id=\"id\">urn:uuid:"
                + title.id() + "</dc:identifier>\n<dc:title>" + Markup.escape(text(title))
                + "</dc:title>\n<dc:language>"
                + Markup.escape(title.language()) + "</dc:language>\n<dc:creator>"
                + Markup.escape(creator(title)) + "</dc:creator>\n<dc:date>" + title.madeAt()
                + "</dc:date>\n<meta property=\"dcterms:modified\">"
                + title.madeAt().truncatedTo(ChronoUnit.SECONDS) + "</meta>\n</metadata>\n";
    }

    private static String creator(Book.Title title) {
        String by = Plain.line(title.by());
        return by.isEmpty() ? "?" : by;
    }

    private static String item(String id, String file, String type, String properties) {
        return "<item id=\"" + id + "\" href=\"" + file + "\" media-type=\"" + type + "\"" + properties + "/>\n";
    }

    /// A title must not be empty.
    private static String text(Book.Title title) {
        String text = Plain.line(title.text());
        return text.isEmpty() ? "Export" : text;
    }

    static String cover(Book.Title title) {
        StringBuilder lines = new StringBuilder();
        List<String> wrapped = wrapped(text(title));
        for (int i = 0; i < wrapped.size(); i++) {
            lines.append("<text x=\"300\" y=\"" + (280 + 60 * i)
                    + "\" text-anchor=\"middle\" font-size=\"44\" fill=\"#fff\">" + Markup.escape(wrapped.get(i))
                    + "</text>\n");
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 800\""
                + " width=\"600\" height=\"800\" font-family=\"sans-serif\">\n<title>" + Markup.escape(text(title))
                + "</title>\n<rect width=\"600\" height=\"800\" fill=\"#24344d\"/>\n" + lines
                + "<text x=\"300\" y=\"720\" text-anchor=\"middle\" font-size=\"26\" fill=\"#b9c6da\">"
                + title.madeAt().truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10) + "</text>\n</svg>\n";
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : Plain.excerpt(text, COVER_LINES * COVER_LINE_CHARS).split(" ")) {
            if (!line.isEmpty() && line.length() + word.length() >= COVER_LINE_CHARS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(Plain.excerpt(word, COVER_LINE_CHARS));
        }
        lines.add(line.toString());
        return lines.subList(0, Math.min(lines.size(), COVER_LINES));
    }
}
