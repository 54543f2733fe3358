package dev.atrium.jobs.render;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can be exported to.
public enum Format {
    /// CommonMark text; files are named, not contained.
    MARKDOWN("md", "text/markdown"),
    /// One page that contains its pictures, and runs and loads nothing.
    HTML("html", "text/html"),
    /// All that was collected, as it was told; `docs/export.schema.json` describes it.
    JSON("json", "application/json"),
    /// The JSON, the page, and the files as they were uploaded.
    ZIP("zip", "application/zip"),
    /// An e-book.
    EPUB("epub", "application/epub+zip"),
    /// Pages to print.
    PDF("pdf", "application/pdf");

    private final String extension;
    private final String mediaType;

    Format(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    /// Without the dot.
    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /// As in the API.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Format> labelled(String label) {
        return Arrays.stream(values()).filter(f -> f.label().equals(label)).findFirst();
    }

    /// All labels, in order.
    public static List<String> labels() {
        return Arrays.stream(values()).map(Format::label).toList();
    }

    @JsonCreator
    static Format of(String label) {
        return labelled(label).orElseThrow(() -> new IllegalArgumentException("no format: " + label));
    }

    /// Whether a document of this format shows pictures.
    public boolean showsPictures() {
        return switch (this) {
            case HTML, ZIP, EPUB, PDF -> true;
            case MARKDOWN, JSON -> false;
        };
    }

    /// Whether a document of this format contains all of a room, not only its messages.
    public boolean isComplete() {
        return this == JSON || this == ZIP;
    }
}
