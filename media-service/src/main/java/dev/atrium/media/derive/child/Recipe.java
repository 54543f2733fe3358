package dev.atrium.media.derive.child;

import java.util.Optional;

/// How something is derived from a file.
public enum Recipe {
    /// A thumbnail, and a preview.
    PICTURE,
    /// Text, and a thumbnail of the first page.
    PDF,
    /// Text.
    TEXT,
    /// Text, without the markup.
    HTML;

    /// @param type a media type without parameters, sniffed from the bytes
    /// @return empty for a type from which nothing is derived
    public static Optional<Recipe> forType(String type) {
        return switch (type) {
            case "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-ms-bmp" ->
                Optional.of(PICTURE);
            case "application/pdf" -> Optional.of(PDF);
            case "text/html", "application/xhtml+xml" -> Optional.of(HTML);
            default -> type.startsWith("text/") ? Optional.of(TEXT) : Optional.empty();
        };
    }
}
