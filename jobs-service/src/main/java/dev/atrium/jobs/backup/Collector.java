package dev.atrium.jobs.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.backup.Position.FileAt;
import dev.atrium.jobs.backup.Position.Phase;
import dev.atrium.jobs.backup.Position.RoomAt;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.store.MissingObjectException;
import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Collects a backup, segment by segment: each goes on where the one before it ended, and is in the
/// object store before its step is finished. A room is as of the moment at which it is begun.
@ApplicationScoped
class Collector {

    private static final int PART_BYTES = 4 << 20;
    private static final int PART_EVENTS = 5_000;
    private static final int PIECE_BYTES = 4 << 20;
    private static final int INDEXES_PER_MANIFEST = 20;

    /// A segment ends after this time, however little is in it.
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final BackupClient source;
    private final ObjectStore store;
    private final BackupConfig config;

    Collector(BackupClient source, ObjectStore store, BackupConfig config) {
        this.source = source;
        this.store = store;
        this.config = config;
    }

    /// What all segments of a backup share.
    ///
    /// @param at when it began
    /// @param done the segments before
    record Work(BackupKey key, Instant at, List<Segment> done) {

        Work {
            done = List.copyOf(done);
        }
    }

    /// Collects and stores the next segment.
    ///
    /// @throws NonRetryableException if one before it is missing
    Segment next(Work work, Position from) throws InterruptedException, IOException {
        try {
            return collect(work, from);
        } catch (MissingObjectException e) {
            throw new NonRetryableException(e.getMessage() + ": restart it from its beginning");
        }
    }

    private Segment collect(Work work, Position from) throws InterruptedException, IOException {
        SegmentWriter out = new SegmentWriter((int) config.segment().asLongValue(), work.at());
        Position position = from;
        long end = System.nanoTime() + LONGEST.toNanos();
        do {
            Phase before = position.phase();
            position = step(work, position, out);
            if (before == Phase.FILES && position.phase() == Phase.MANIFEST) {
                // The manifest lists what was stored.
                break;
            }
        } while (position.phase() != Phase.DONE && !out.isFull() && System.nanoTime() < end);
        if (position.phase() == Phase.DONE) {
            requireStored(work);
        }
        return store(work, position, out);
    }

    /// What a complete backup consists of is there.
    private void requireStored(Work work) throws InterruptedException {
        for (Segment segment : work.done()) {
            if (store.sizeBytes(work.key().object(segment.object())) != segment.sizeBytes()) {
                throw new MissingObjectException("an object in the store is not what was written");
            }
        }
    }

    private Segment store(Work work, Position position, SegmentWriter out) throws InterruptedException {
        int number = work.done().size();
        byte[] bytes = out.bytes();
        byte[] index = out.index();
        String object = "%06d.%s".formatted(number, Sha256.hex(bytes));
        String indexObject = "%06d.parts.%s".formatted(number, Sha256.hex(index));
        store.put(work.key().object(object), bytes, "application/octet-stream");
        store.put(work.key().object(indexObject), index, "application/x-ndjson");
        return new Segment(number, object, bytes.length, indexObject, position);
    }

    private Position step(Work work, Position at, SegmentWriter out) throws InterruptedException, IOException {
        return switch (at.phase()) {
            case HEAD -> head(work, at, out);
            case ROOMS -> at.room() == null ? rooms(work, at, out) : events(work, at, at.room(), out);
            case FILES -> at.file() == null ? files(work, at, out) : content(work, at, at.file(), out);
            case MANIFEST -> manifest(work, at, out);
            case DONE -> at;
        };
    }

    private static Position head(Work work, Position at, SegmentWriter out) {
        Format.Head head = new Format.Head(
                Format.NAME,
                Format.VERSION,
                work.key().id().toString(),
                work.key().tenant().value(),
                work.at());
        out.entry(Format.HEAD, Json.bytes(head), 1);
        return at.phase(Phase.ROOMS);
    }

    /// Goes on to the next room.
    private Position rooms(Work work, Position at, SegmentWriter out) throws InterruptedException {
        JsonNode page = source.rooms(work.key().tenant(), at.cursor());
        if (page.path("items").isEmpty()) {
            return at.phase(Phase.FILES);
        }
        String id = page.path("items").get(0).path("id").asText();
        Position behind = at.behind(id);
        JsonNode head = source.room(work.key().tenant(), id).orElse(null);
        if (head == null) {
            return behind;
        }
        out.entry(Format.room(id), Json.bytes(head), 1);
        RoomAt room = new RoomAt(id, head.path("lastSequence").asLong(), 0, 1);
        return behind.inRoom(room, at.counts().room());
    }

    /// A part of a room's events.
    private Position events(Work work, Position at, RoomAt from, SegmentWriter out)
            throws InterruptedException, IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        RoomAt room = from;
        long items = 0;
        long bytes = 0;
        boolean more = true;
        try (GZIPOutputStream lines = new GZIPOutputStream(body)) {
            while (more && items < PART_EVENTS && bytes < PART_BYTES) {
                JsonNode page = source.events(work.key().tenant(), room);
                for (JsonNode event : page.path("items")) {
                    byte[] line = Json.bytes(event);
                    lines.write(line);
                    lines.write('\n');
                    bytes += line.length;
                    items++;
                }
                more = page.path("next").isIntegralNumber();
                room = new RoomAt(
                        room.id(), room.upTo(), more ? page.path("next").asLong() : room.upTo(), from.part() + 1);
            }
        }
        Format.Counts counts = at.counts();
        if (items > 0) {
            out.entry(Format.events(room.id(), from.part()), body.toByteArray(), items);
            counts = counts.events(items);
        }
        return at.inRoom(more ? room : null, counts);
    }

    /// Goes on to the next file.
    private Position files(Work work, Position at, SegmentWriter out) throws InterruptedException {
        JsonNode page = source.files(work.key().tenant(), at.cursor());
        if (page.path("items").isEmpty()) {
            return at.phase(Phase.MANIFEST);
        }
        JsonNode file = page.path("items").get(0);
        String id = file.path("id").asText();
        FileAt begun = new FileAt(id, file.path("sizeBytes").asLong(), 0);
        Position behind = at.behind(id);
        byte[] first = piece(work, begun, out);
        if (first == null) {
            return behind;
        }
        out.entry(Format.file(id), Json.bytes(file), 1);
        out.begin(new Part(
                Format.content(id), begun.sizeBytes(), file.path("sha256").asText(), 1));
        return add(behind.inFile(begun, at.counts().file()), begun, first, out);
    }

    /// A piece of a file's content.
    private Position content(Work work, Position at, FileAt file, SegmentWriter out) throws InterruptedException {
        byte[] piece = piece(work, file, out);
        if (piece == null) {
            throw new NonRetryableException("a file was deleted while it was read: make another backup");
        }
        return add(at, file, piece, out);
    }

    private byte @Nullable [] piece(Work work, FileAt file, SegmentWriter out) throws InterruptedException {
        int wanted = Math.max(Tar.BLOCK, Math.min(PIECE_BYTES, out.space()));
        int length = (int) Math.min(wanted, file.sizeBytes() - file.offset());
        return source.content(work.key().tenant(), file.id(), file.offset(), length)
                .orElse(null);
    }

    private static Position add(Position at, FileAt file, byte[] piece, SegmentWriter out) {
        out.content(piece);
        long offset = file.offset() + piece.length;
        if (offset < file.sizeBytes()) {
            return at.inFile(new FileAt(file.id(), file.sizeBytes(), offset), at.counts());
        }
        out.end(file.sizeBytes());
        return at.inFile(null, at.counts());
    }

    private Position manifest(Work work, Position at, SegmentWriter out) throws InterruptedException {
        int until = Math.min(work.done().size(), at.indexed() + INDEXES_PER_MANIFEST);
        if (at.indexed() < until) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (Segment segment : work.done().subList(at.indexed(), until)) {
                lines.writeBytes(store.get(work.key().object(segment.index())));
            }
            List<Part> manifests = new ArrayList<>(at.manifests());
            manifests.add(out.entry(Format.manifest(manifests.size() + 1), lines.toByteArray(), 1));
            return at.listed(until, manifests);
        }
        Format.Manifest manifest = new Format.Manifest(Format.NAME, Format.VERSION, at.counts(), at.manifests());
        out.entry(Format.MANIFEST, Json.bytes(manifest), 1);
        out.endArchive();
        return at.phase(Phase.DONE);
    }
}
