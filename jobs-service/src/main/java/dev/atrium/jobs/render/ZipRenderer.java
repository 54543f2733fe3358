package dev.atrium.jobs.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `export.json`, `index.html`, and below `files/` each file that is at hand, as it was uploaded. Names of files begin
/// with their ids and have no characters that mean anything to a file system.
final class ZipRenderer implements Renderer {

    private static final int NAME_MAX = 80;

    @Override
    public void render(Book book, OutputStream out) throws IOException {
        try (Archive zip = new Archive(out)) {
            zip.put("export.json", json -> new JsonRenderer().render(book, json));
            Map<String, String> names = enclose(book, zip);
            zip.put("index.html", page -> new HtmlRenderer(names::get).render(book, page));
        }
    }

    private static Map<String, String> enclose(Book book, Archive zip) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        Entries.forEach(book, entry -> {
            Entry.Attached file = entry.attached();
            if (file != null && !names.containsKey(file.fileId())) {
                Optional<InputStream> original = book.originals().open(file.fileId());
                if (original.isPresent()) {
                    String name = "files/" + safe(file.fileId()) + "-" + safe(file.name());
                    try (InputStream bytes = original.get()) {
                        zip.put(name, bytes::transferTo);
                    }
                    names.put(file.fileId(), name);
                }
            }
        });
        return names;
    }

    /// Only what every file system and every address takes; the end of a long name is kept, with its extension.
    static String safe(String name) {
        String safe = name.toLowerCase(Locale.ROOT)
                .replaceAll("(?s)^.*[/\\\\]", "")
                .replaceAll("[^a-z0-9.-]+", "_")
                .replaceAll("\\.{2,}", ".");
        String cut = safe.substring(Math.max(0, safe.length() - NAME_MAX));
        String ended = cut.replaceAll("^[.-]+|[.]+$", "");
        return ended.isEmpty() ? "file" : ended;
    }
}
