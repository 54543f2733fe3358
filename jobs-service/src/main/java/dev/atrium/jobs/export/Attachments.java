package dev.atrium.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.render.Book;
import dev.atrium.jobs.render.Format;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.identity.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The files of a book on this node's disk: pictures that media-service has made of them, and what was uploaded.
/// Bytes of strangers are never decoded here.
///
/// Each picture is there as a thumbnail first. Previews replace thumbnails, one after the other, as long as
/// all pictures together have at most half of what a document may have beside its text. So no document becomes
/// too large by them, whatever its format, and where there are too many the last ones stay small.
final class Attachments {

    private static final long THUMBNAIL_BYTES = 2L << 20;
    private static final long PREVIEW_BYTES = 4L << 20;

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
    /// @param textBytes what the items have as JSON
    /// @param patient whether to come again for a picture that is not yet derived
    /// @throws NonRetryableException if there is more than a book may have
    /// @throws RetryableException if a picture will be there soon
    void fetch(ExportInput input, Book.Items items, long textBytes, boolean patient)
            throws IOException, InterruptedException {
        boolean encloses = input.formats().contains(Format.ZIP);
        if (!input.showsPictures()) {
            return;
        }
        Map<String, Integer> uses = uses(items);
        Set<String> withPreview = new LinkedHashSet<>();
        long enclosed = 0;
        int number = 0;
        for (String id : uses.keySet()) {
            JsonNode file = sources.fileIfReadable(caller, id).orElse(null);
            if (file != null) {
                number++;
                thumbnail(id, file, directory.resolve(number + ".png"), patient);
                if (pictures.containsKey(id) && file.path("preview").asBoolean()) {
                    withPreview.add(id);
                }
                enclosed += encloses ? enclose(id, file, directory.resolve(number + ".bin"), enclosed) : 0;
            }
        }
        enlarge(withPreview, uses, (config.maxDocument().asLongValue() - textBytes - enclosed) / 2);
    }

    /// Which files there are, and how often each is shown.
    private Map<String, Integer> uses(Book.Items items) throws IOException {
        Map<String, Integer> uses = new LinkedHashMap<>();
        items.forEach((kind, item) -> {
            String id = kind == Book.Kind.FILE
                    ? item.path("id").asText()
                    : item.path("attachment").path("fileId").asText();
            if (!id.isEmpty() && uses.merge(id, 1, Integer::sum) == 1 && uses.size() > config.maxFiles()) {
                throw new NonRetryableException(
                        "there are more than " + config.maxFiles() + " files: choose a smaller range");
            }
        });
        return uses;
    }

    private void thumbnail(String id, JsonNode file, Path target, boolean patient)
            throws IOException, InterruptedException {
        if (patient
                && file.path("status").asText().equals("processing")
                && file.path("type").asText().startsWith("image/")) {
            throw new RetryableException("a picture is not ready yet");
        }
        if (file.path("thumbnail").asBoolean() && sources.fetch(caller, id, "thumbnail", target, THUMBNAIL_BYTES)) {
            PictureHeader.read(target).ifPresent(picture -> pictures.put(id, picture));
        }
    }

    /// @param room for all pictures together, in bytes
    private void enlarge(Set<String> withPreview, Map<String, Integer> uses, long room)
            throws IOException, InterruptedException {
        long taken = 0;
        for (Map.Entry<String, Book.Picture> picture : pictures.entrySet()) {
            taken += times(uses, picture.getKey())
                    * Files.size(picture.getValue().file());
        }
        int number = 0;
        for (Map.Entry<String, Book.Picture> picture : pictures.entrySet()) {
            String id = picture.getKey();
            number++;
            Path large = directory.resolve(number + ".jpg");
            if (taken < room
                    && withPreview.contains(id)
                    && sources.fetch(caller, id, "preview", large, PREVIEW_BYTES)) {
                Path small = picture.getValue().file();
                taken += times(uses, id) * (Files.size(large) - Files.size(small));
                if (taken > room) {
                    return;
                }
                PictureHeader.read(large).ifPresent(picture::setValue);
            }
        }
    }

    private static long times(Map<String, Integer> uses, String id) {
        return uses.getOrDefault(id, 0);
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
}
