package dev.atrium.jobs.render;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Writes books in one format. Holds one item in memory at a time, and what a format's own table of contents needs.
@FunctionalInterface
public interface Renderer {

    /// @param out is not closed
    void render(Book book, OutputStream out) throws IOException;

    /// The renderer of a format.
    ///
    /// @param scratch a directory for temporary files; what a kill leaves lies there
    static Renderer of(Format format, Path scratch) {
        return switch (format) {
            case MARKDOWN -> new MarkdownRenderer();
            case HTML -> new HtmlRenderer();
            case JSON -> new JsonRenderer();
            case ZIP -> new ZipRenderer();
            case EPUB -> new EpubRenderer();
            case PDF -> new PdfRenderer(scratch);
        };
    }
}
