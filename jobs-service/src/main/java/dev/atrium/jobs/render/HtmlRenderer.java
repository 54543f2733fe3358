package dev.atrium.jobs.render;

import dev.atrium.platform.hash.Sha256;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page with everything in it. It has no script, and its policy forbids it to run or load anything, so that it is
/// safe to open from a disk.
final class HtmlRenderer implements Renderer {

    static final String STYLE = """
            body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1c1c1e; background: #fff; overflow-wrap: anywhere; }
            h2 { border-bottom: 1px solid #d0d0d5; margin-top: 2.5rem; font-size: 1.1rem; }
            article { margin: 1rem 0; } article p { margin: .2rem 0; }
            .by bdi { font-weight: 600; } .by time, .by i, .reactions, .file, figcaption, .imprint { color: #5c5c66; font-size: .85rem; }
            blockquote { margin: .2rem 0; padding-left: .7rem; border-left: 3px solid #d0d0d5; color: #5c5c66; }
            figure { margin: .4rem 0; } img { max-width: 100%; height: auto; border-radius: 4px; }
            @media (prefers-color-scheme: dark) { body { color: #ececf0; background: #18181b; } a { color: #8ab4f8; } }
            """;

    private static final String POLICY = "default-src 'none'; img-src data:; style-src 'sha256-" + sha256(STYLE)
            + "'; base-uri 'none'; form-action 'none'";

    private final Function<String, @Nullable String> links;

    HtmlRenderer() {
        this(_ -> null);
    }

    /// @param links where the file with an id lies beside the page, escaped; null if it does not
    HtmlRenderer(Function<String, @Nullable String> links) {
        this.links = links;
    }

    @Override
    public void render(Book book, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        String title = Markup.escape(Plain.line(book.title().text()));
        writer.write("<!DOCTYPE html>\n<html lang=\""
                + Markup.escape(book.title().language()) + "\">\n<head>\n"
                + "<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY
                + "\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                + "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>" + title + "</title>\n<style>" + STYLE
                + "</style>\n</head>\n<body>\n<h1 dir=\"auto\">" + title + "</h1>\n<p class=\"imprint\" dir=\"auto\">"
                + Markup.escape(Labels.imprint(book.title())) + "</p>\n");
        Page page = new Page(writer, new Markup(id -> source(book, id), links, true));
        Entries.forEach(book, page::add);
        writer.write("</body>\n</html>\n");
        writer.flush();
    }

    private static final class Page {
        private final Writer writer;
        private final Markup markup;
        private @Nullable LocalDate day;

        Page(Writer writer, Markup markup) {
            this.writer = writer;
            this.markup = markup;
        }

        void add(Entry entry) throws IOException {
            if (!entry.day().equals(day)) {
                day = entry.day();
                writer.write("<h2><time datetime=\"" + day + "\">" + day + "</time></h2>\n");
            }
            markup.write(entry, writer);
        }
    }

    private static Markup.@Nullable Source source(Book book, String fileId) {
        return book.pictures()
                .of(fileId)
                .map(picture -> new Markup.Source(out -> data(picture, out), picture))
                .orElse(null);
    }

    private static void data(Book.Picture picture, Writer out) throws IOException {
        out.write("data:" + picture.type().mediaType() + ";base64,");
        // A multiple of 3, so that the pieces can be joined.
        byte[] piece = new byte[3 * 4096];
        try (InputStream bytes = Files.newInputStream(picture.file())) {
            for (int n = bytes.readNBytes(piece, 0, piece.length);
                    n > 0;
                    n = bytes.readNBytes(piece, 0, piece.length)) {
                out.write(Base64.getEncoder()
                        .encodeToString(n == piece.length ? piece : java.util.Arrays.copyOf(piece, n)));
            }
        }
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Sha256.of(text));
    }
}
