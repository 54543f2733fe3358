package dev.atrium.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.render.Book;
import dev.atrium.jobs.render.Format;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.identity.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The files of a book on this node's disk: small pictures that media-service has made of them, and what was uploaded.
/// Bytes of strangers are never decoded here.
final class Attachments {

    /// Of a thumbnail.
    private static final long PICTURE_BYTES = 2L << 20;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final SourceClient sources;
    private final ExportConfig config;
    private final Caller caller;
    private final Path directory;
    private final Map<String, Book.Picture> pictures = new LinkedHashMap<>();
    private final Map<String, Path> originals = new LinkedHashMap<>();

    Attachments(SourceClient sources, ExportConfig config, Caller caller, Path directory) {
        this.sources = sources;
        this.config = config;
        this.caller = caller;
        this.directory = directory;
    }

    Optional<Book.Picture> picture(String file) {
        return Optional.ofNullable(pictures.get(file));
    }

    Optional<InputStream> original(String file) throws IOException {
        Path path = originals.get(file);
        return path == null ? Optional.empty() : Optional.of(Files.newInputStream(path));
    }

    /// Brings what the formats need. A file that the caller may not read, or not any more, is left out.
    ///
    /// @param patient whether to come again for a picture that is not yet derived
    /// @throws NonRetryableException if there is more than a book may have
    /// @throws RetryableException if a picture will be there soon
    void fetch(ExportInput input, Book.Items items, boolean patient) throws IOException, InterruptedException {
        boolean encloses = input.formats().contains(Format.ZIP);
        if (!input.showsPictures()) {
            return;
        }
        long enclosed = 0;
        int number = 0;
        for (String id : ids(items)) {
            JsonNode file = sources.fileIfReadable(caller, id).orElse(null);
            if (file != null) {
                number++;
                thumbnail(id, file, directory.resolve(number + ".png"), patient);
                enclosed += encloses ? enclose(id, file, directory.resolve(number + ".bin"), enclosed) : 0;
            }
        }
    }

    private Set<String> ids(Book.Items items) throws IOException {
        Set<String> ids = new LinkedHashSet<>();
        items.forEach((kind, item) -> {
            String id = kind == Book.Kind.FILE
                    ? item.path("id").asText()
                    : item.path("attachment").path("fileId").asText();
            if (!id.isEmpty() && ids.add(id) && ids.size() > config.maxFiles()) {
                throw new NonRetryableException(
                        "there are more than " + config.maxFiles() + " files: choose a smaller range");
            }
        });
        return ids;
    }

    private void thumbnail(String id, JsonNode file, Path target, boolean patient)
            throws IOException, InterruptedException {
        if (patient
                && file.path("status").asText().equals("processing")
                && file.path("type").asText().startsWith("image/")) {
            throw new RetryableException("a picture is not ready yet");
        }
        if (file.path("thumbnail").asBoolean() && sources.fetch(caller, id, "thumbnail", target, PICTURE_BYTES)) {
            picture(target).ifPresent(picture -> pictures.put(id, picture));
        }
    }

    private long enclose(String id, JsonNode file, Path target, long before) throws IOException, InterruptedException {
        long bytes = file.path("sizeBytes").asLong();
        if (before + bytes > config.maxEnclosed().asLongValue()) {
            throw new NonRetryableException("the files have more than "
                    + config.maxEnclosed().asLongValue() + " bytes together: choose a smaller range, or not 'zip'");
        }
        if (!sources.fetch(caller, id, "content", target, bytes)) {
            return 0;
        }
        originals.put(id, target);
        return bytes;
    }

    /// Reads the header only.
    private static Optional<Book.Picture> picture(Path png) throws IOException {
        byte[] header;
        try (InputStream bytes = Files.newInputStream(png)) {
            header = bytes.readNBytes(24);
        }
        if (header.length < 24 || !ByteBuffer.wrap(header, 0, 8).equals(ByteBuffer.wrap(PNG))) {
            return Optional.empty();
        }
        int width = ByteBuffer.wrap(header).getInt(16);
        int height = ByteBuffer.wrap(header).getInt(20);
        return width < 1 || height < 1 || (long) width * height > 1 << 20
                ? Optional.empty()
                : Optional.of(new Book.Picture(png, width, height));
    }
}
