package dev.atrium.media.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/// Says what a file is by looking at its first bytes (MD-2). What the client says about the type is never asked; its
/// file name only tells apart kinds of plain text, which no bytes can.
@ApplicationScoped
public class TypeSniffer {

    private static final String PLAIN = "text/plain";

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();

    /// Reads at most 64 KiB of the file; blocking.
    ///
    /// @param name a safe name
    /// @return a media type without parameters; `application/octet-stream` for what is not known
    public String sniff(Path file, String name) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            MediaType found = types.detect(bytes, new Metadata());
            String type = found.getBaseType().toString();
            return type.equals(PLAIN) ? kindOfText(name) : type;
        }
    }

    private static String kindOfText(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "md", "markdown" -> "text/markdown";
            case "csv" -> "text/csv";
            default -> PLAIN;
        };
    }
}
