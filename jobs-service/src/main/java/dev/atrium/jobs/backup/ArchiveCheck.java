package dev.atrium.jobs.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.hash.Sha256;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// Checks whether bytes from anywhere are a whole backup of a version that is known: its entries are
/// those of the format, in its order, none is larger than it may be, and all are what the manifest
/// says. Needs no memory but for one entry, or one event. For one archive.
final class ArchiveCheck {

    private static final int MANIFESTS_MAX = 10_000;
    private static final int TRAILER_MAX = 1 << 16;

    private final ArchiveReader reader;
    private final InputStream in;
    private final Chain found = new Chain();
    private final Chain listed = new Chain();
    private final List<Part> manifests = new ArrayList<>();
    private Format.Counts counts = Format.Counts.NOTHING;
    private String room = "";
    private int part;
    private long sequence;
    private String lastFile = "";
    private @Nullable JsonNode file;

    ArchiveCheck(InputStream in) {
        this.in = in;
        this.reader = new ArchiveReader(in, 0);
    }

    /// Reads the stream to its end.
    ///
    /// @return what is in it
    /// @throws InvalidArchiveException if it is not a whole backup
    Format.Counts check() throws IOException, InvalidArchiveException {
        head(next());
        Tar.Entry entry = next();
        while (!entry.name().equals(Format.MANIFEST)) {
            check(entry);
            entry = next();
        }
        manifest(json());
        if (reader.next().isPresent()) {
            throw new InvalidArchiveException("there is something behind the manifest");
        }
        trailer();
        return counts;
    }

    private Tar.Entry next() throws IOException, InvalidArchiveException {
        return reader.next().orElseThrow(() -> new InvalidArchiveException("it ends before its manifest"));
    }

    private void head(Tar.Entry entry) throws IOException, InvalidArchiveException {
        if (!entry.name().equals(Format.HEAD)) {
            throw new InvalidArchiveException("it is not a backup: the first entry is not '" + Format.HEAD + "'");
        }
        byte[] content = reader.content(BoundedJson.ENTRY_MAX);
        JsonNode head = BoundedJson.entry(content);
        if (!head.path("format").asText().equals(Format.NAME)) {
            throw new InvalidArchiveException("it is not a backup");
        }
        if (head.path("version").asInt() != Format.VERSION) {
            throw new InvalidArchiveException("it is of version "
                    + head.path("version").asText() + " of the format, of which " + Format.VERSION + " is known");
        }
        add(entry, content, 1);
    }

    private void check(Tar.Entry entry) throws IOException, InvalidArchiveException {
        String name = entry.name();
        Matcher roomHead = Format.ROOM.matcher(name);
        Matcher events = Format.EVENTS.matcher(name);
        Matcher fileHead = Format.FILE.matcher(name);
        Matcher content = Format.CONTENT.matcher(name);
        if (file != null && !content.matches()) {
            throw new InvalidArchiveException("a file has no content");
        }
        if (roomHead.matches()) {
            room(entry, roomHead.group(1));
        } else if (events.matches()) {
            events(entry, events.group(1));
        } else if (fileHead.matches()) {
            file(entry, fileHead.group(1));
        } else if (content.matches()) {
            content(entry, content.group(1));
        } else if (Format.PARTS.matcher(name).matches()) {
            parts(entry);
        } else {
            throw new InvalidArchiveException("it has an entry that no backup has: " + shown(name));
        }
    }

    private void room(Tar.Entry entry, String id) throws IOException, InvalidArchiveException {
        if (id.compareTo(room) <= 0 || !lastFile.isEmpty()) {
            throw new InvalidArchiveException("its rooms are not in order");
        }
        byte[] content = reader.content(BoundedJson.ENTRY_MAX);
        JsonNode head = BoundedJson.entry(content);
        if (!head.path("id").asText().equals(id)) {
            throw new InvalidArchiveException("a room has another id than its entry");
        }
        HeadCheck.room(head);
        room = id;
        part = 0;
        sequence = 0;
        counts = counts.room();
        add(entry, content, 1);
    }

    private void events(Tar.Entry entry, String id) throws IOException, InvalidArchiveException {
        part++;
        if (!id.equals(room) || !entry.name().equals(Format.events(room, part))) {
            throw new InvalidArchiveException("the parts of a room are not in order");
        }
        MessageDigest digest = Sha256.digest();
        EventLines lines = new EventLines(new DigestInputStream(reader.stream(EventLines.PACKED_MAX), digest));
        for (Optional<JsonNode> event = lines.next(); event.isPresent(); event = lines.next()) {
            long next = event.get().path("sequence").asLong();
            if (next <= sequence) {
                throw new InvalidArchiveException("the events of a room are not in order");
            }
            sequence = next;
        }
        // Nothing is left, unless there is something behind what was packed: then the digest tells.
        reader.skip();
        counts = counts.events(lines.count());
        found.add(new Part(entry.name(), entry.sizeBytes(), hex(digest), lines.count()));
    }

    private void file(Tar.Entry entry, String id) throws IOException, InvalidArchiveException {
        if (id.compareTo(lastFile) <= 0) {
            throw new InvalidArchiveException("its files are not in order");
        }
        byte[] content = reader.content(BoundedJson.ENTRY_MAX);
        JsonNode head = BoundedJson.entry(content);
        if (!head.path("id").asText().equals(id)) {
            throw new InvalidArchiveException("a file has another id than its entry");
        }
        HeadCheck.file(head);
        lastFile = id;
        file = head;
        counts = counts.file();
        add(entry, content, 1);
    }

    private void content(Tar.Entry entry, String id) throws IOException, InvalidArchiveException {
        JsonNode head = file;
        if (head == null || !id.equals(lastFile) || head.path("sizeBytes").asLong() != entry.sizeBytes()) {
            throw new InvalidArchiveException("a file's content is not the one that belongs to it");
        }
        DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
        reader.transfer(digest);
        String expected = head.path("sha256").asText();
        String actual = hex(digest.getMessageDigest());
        file = null;
        if (!actual.equals(expected)) {
            throw new InvalidArchiveException("the content of the file " + id + " is damaged");
        }
        found.add(new Part(entry.name(), entry.sizeBytes(), expected, 1));
    }

    private void parts(Tar.Entry entry) throws IOException, InvalidArchiveException {
        byte[] content = reader.content(BoundedJson.ENTRY_MAX);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            listed.add(BoundedJson.entry(line.getBytes(StandardCharsets.UTF_8), Part.class));
        }
        manifests.add(new Part(entry.name(), entry.sizeBytes(), Sha256.hex(content), 1));
        if (manifests.size() > MANIFESTS_MAX) {
            throw new InvalidArchiveException("it has too many parts");
        }
    }

    private void manifest(byte[] content) throws InvalidArchiveException {
        Format.Manifest manifest = BoundedJson.entry(content, Format.Manifest.class);
        Format.Manifest wanted = new Format.Manifest(Format.NAME, Format.VERSION, counts, manifests);
        if (!manifest.equals(wanted) || !found.isSame(listed)) {
            throw new InvalidArchiveException("its entries are not those that its manifest lists");
        }
    }

    private byte[] json() throws IOException, InvalidArchiveException {
        return reader.content(BoundedJson.ENTRY_MAX);
    }

    /// Programs fill archives up with empty blocks.
    private void trailer() throws IOException, InvalidArchiveException {
        byte[] trailer = in.readNBytes(TRAILER_MAX);
        for (byte b : trailer) {
            if (b != 0) {
                throw new InvalidArchiveException("there is something behind its end");
            }
        }
        if (trailer.length == TRAILER_MAX) {
            throw new InvalidArchiveException("there is something behind its end");
        }
    }

    private void add(Tar.Entry entry, byte[] content, long items) {
        found.add(new Part(entry.name(), entry.sizeBytes(), Sha256.hex(content), items));
    }

    /// Names come from anywhere.
    private static String shown(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9./_-]", "?");
        return plain.substring(0, Math.min(plain.length(), 60));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
