package dev.atrium.jobs.backup;

import dev.atrium.platform.web.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Makes archives by hand: whole ones, and such as strangers would send.
public final class Archives {

    public static final String ROOM = "0198c2f0-0000-7000-8000-000000000001";
    public static final String FILE = "0198c2f0-0000-7000-8000-0000000000f1";
    public static final String CONTENT_SHA256 = "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969";
    public static final byte[] CONTENT = "Hello".getBytes(StandardCharsets.UTF_8);

    private final SegmentWriter out = new SegmentWriter(1 << 24, Instant.EPOCH);
    private final List<Part> parts = new ArrayList<>();
    private Format.Counts counts = Format.Counts.NOTHING;

    /// A whole backup with a room and a file.
    public static byte[] whole() {
        return new Archives()
                .head()
                .room(ROOM)
                .events(ROOM, message(2), message(3))
                .file()
                .end();
    }

    /// A whole backup with a room that was archived and taken out again, or the other way round.
    ///
    /// @param said what the room says of that itself; null: nothing
    /// @param last what happened last
    public static byte[] archived(@Nullable Boolean said, boolean last) {
        return new Archives()
                .head()
                .room(ROOM, said == null ? Map.of() : Map.of("archived", said))
                .events(ROOM, message(2), moved(3, !last), moved(4, last))
                .end();
    }

    Archives head() {
        return json(Format.HEAD, new Format.Head(Format.NAME, Format.VERSION, "x", "elsewhere", Instant.EPOCH));
    }

    Archives room(String id) {
        return room(id, Map.of());
    }

    private Archives room(String id, Map<String, Object> more) {
        counts = counts.room();
        Map<String, Object> room = new TreeMap<>(more);
        room.put("id", id);
        room.put("name", "Kitchen");
        room.put("kind", "chat");
        room.put("visibility", "public");
        room.put("everyone", "editor");
        room.put("createdAt", "2020-01-01T00:00:00Z");
        room.put("lastSequence", 3);
        room.put("members", List.of(Map.of("subject", "user:ada", "handle", "ada", "role", "owner")));
        return json(Format.room(id), room);
    }

    Archives events(String room, String... lines) {
        counts = counts.events(lines.length);
        return add(Format.events(room, 1), zipped(String.join("\n", lines) + "\n"), lines.length);
    }

    Archives file() {
        counts = counts.file();
        json(
                Format.file(FILE),
                Map.of(
                        "id",
                        FILE,
                        "name",
                        "a.txt",
                        "type",
                        "text/plain",
                        "sizeBytes",
                        CONTENT.length,
                        "sha256",
                        CONTENT_SHA256,
                        "owner",
                        Map.of("subject", "user:ada", "handle", "ada"),
                        "createdAt",
                        "2020-01-01T00:00:00Z"));
        return add(Format.content(FILE), CONTENT, 1);
    }

    Archives json(String name, Object content) {
        return add(name, Json.bytes(content), 1);
    }

    Archives add(String name, byte[] content, long items) {
        parts.add(out.entry(name, content, items));
        return this;
    }

    /// Lists what there is.
    byte[] end() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        parts.forEach(part -> {
            lines.writeBytes(Json.bytes(part));
            lines.write('\n');
        });
        Part list = out.entry(Format.manifest(1), lines.toByteArray(), 1);
        out.entry(
                Format.MANIFEST,
                Json.bytes(new Format.Manifest(Format.NAME, Format.VERSION, counts, List.of(list))),
                1);
        out.endArchive();
        return out.bytes();
    }

    static String message(long sequence) {
        return "{\"sequence\":%d,\"type\":\"atrium.room.message-posted.v1\",\"at\":\"2020-01-01T00:00:00Z\",\"data\":{}}"
                .formatted(sequence);
    }

    private static String moved(long sequence, boolean archived) {
        return "{\"sequence\":%d,\"type\":\"atrium.room.archived.v1\",\"at\":\"2020-01-01T00:00:00Z\",\"data\":{\"archived\":%s}}"
                .formatted(sequence, archived);
    }

    static byte[] zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
