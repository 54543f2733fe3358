package dev.atrium.jobs.render;

import java.io.IOException;
import java.io.Writer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes entries in the part that HTML and XHTML have in common.
///
/// @param sources where the picture or file with an id is, escaped; null if it is not shown
/// @param links likewise, for files that are enclosed
/// @param crossed whether a quote links to what it quotes, which is on the same page
record Markup(Function<String, @Nullable Source> sources, Function<String, @Nullable String> links, boolean crossed) {

    /// Where a picture is.
    ///
    /// @param address an attribute's value, escaped
    /// @param picture its size
    record Source(Writing address, Book.Picture picture) {}

    /// Writes something, perhaps long.
    @FunctionalInterface
    interface Writing {
        void to(Writer out) throws IOException;
    }

    /// Text as content or as an attribute's value.
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    void write(Entry entry, Writer out) throws IOException {
        out.write("<article id=\"m-" + anchor(entry.id()) + "\">\n<p class=\"by\"><bdi>" + escape(entry.author())
                + "</bdi> <time datetime=\"" + entry.at() + "\">" + entry.time() + "</time>"
                + (entry.edited() ? " <i>edited</i>" : "") + "</p>\n");
        if (entry.answers() != null) {
            quote(entry.answers(), out);
        }
        if (entry.removed() != null) {
            out.write("<p><i>" + entry.removed() + "</i></p>\n");
        } else if (!entry.text().isBlank()) {
            out.write("<p dir=\"auto\">" + escape(entry.text().strip()).replace("\n", "<br/>\n") + "</p>\n");
        }
        if (entry.attached() != null) {
            attached(entry.attached(), out);
        }
        if (!entry.reactions().isEmpty()) {
            out.write("<p class=\"reactions\">" + escape(String.join(" · ", entry.reactions())) + "</p>\n");
        }
        out.write("</article>\n");
    }

    private void quote(Entry.Quote quote, Writer out) throws IOException {
        String author = "<bdi>" + escape(quote.author()) + "</bdi>";
        out.write("<blockquote><p dir=\"auto\">"
                + (crossed ? "<a href=\"#m-" + anchor(quote.id()) + "\">" + author + "</a>" : author)
                + ": " + escape(quote.text()) + "</p></blockquote>\n");
    }

    private void attached(Entry.Attached file, Writer out) throws IOException {
        String name = "<bdi>" + escape(file.name()) + "</bdi> (" + escape(file.type()) + ")";
        String link = links.apply(file.fileId());
        String caption = link == null ? name : "<a href=\"" + link + "\">" + name + "</a>";
        Source source = sources.apply(file.fileId());
        if (source == null) {
            out.write("<p class=\"file\">" + caption + "</p>\n");
            return;
        }
        out.write("<figure><img src=\"");
        source.address().to(out);
        out.write("\" alt=\"" + escape(file.name()) + "\" width=\""
                + source.picture().width() + "\" height=\"" + source.picture().height() + "\"/><figcaption>"
                + caption + "</figcaption></figure>\n");
    }

    /// Ids are UUIDs; whatever else comes is made harmless.
    private static String anchor(String id) {
        return id.replaceAll("[^A-Za-z0-9-]", "_");
    }
}
