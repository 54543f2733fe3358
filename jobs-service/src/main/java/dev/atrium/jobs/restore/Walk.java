package dev.atrium.jobs.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.jobs.backup.Archive;
import dev.atrium.jobs.backup.ArchiveReader;
import dev.atrium.jobs.backup.BackupConfig;
import dev.atrium.jobs.backup.BackupKey;
import dev.atrium.jobs.backup.BoundedJson;
import dev.atrium.jobs.backup.EventLines;
import dev.atrium.jobs.backup.Format;
import dev.atrium.jobs.backup.InvalidArchiveException;
import dev.atrium.jobs.backup.Tar;
import dev.atrium.jobs.restore.Position.RoomAt;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.jobs.store.MissingObjectException;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Goes through an archive and has happen what it says, for some time; where it stopped, the next one
/// goes on. A dry run goes the same way and has nothing happen.
@ApplicationScoped
class Walk {

    private static final long LONGEST_BYTES = 64L << 20;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Archive archive;
    private final RestoreClient target;
    private final RestoredFiles files;
    private final UnfinishedRooms unfinished;
    private final Semaphore places;

    Walk(Archive archive, RestoreClient target, RestoredFiles files, UnfinishedRooms unfinished, BackupConfig config) {
        this.archive = archive;
        this.target = target;
        this.files = files;
        this.unfinished = unfinished;
        this.places = new Semaphore(config.atOnce());
    }

    /// What all of a restore's walks share.
    ///
    /// @param at when it began
    /// @param members subjects of those who belonged to the organisation then
    record Work(TenantId tenant, RestoreInput input, Instant at, List<String> members) {

        Work {
            members = List.copyOf(members);
        }

        RoomHistory history() {
            return new RoomHistory(ids(), new HashSet<>(members), input.by(), at);
        }

        RestoredIds ids() {
            return new RestoredIds(input.restore());
        }
    }

    /// @throws RetryableException while this node restores as many as it can: each takes the memory of a
    ///     segment
    Position on(Work work, Position from) throws SQLException, IOException, InterruptedException {
        if (!places.tryAcquire()) {
            throw new RetryableException("other backups are restored at the moment");
        }
        try {
            return read(work, from);
        } finally {
            places.release();
        }
    }

    private Position read(Work work, Position from) throws SQLException, IOException, InterruptedException {
        BackupKey key = new BackupKey(work.tenant(), work.input().backup());
        try (InputStream in = archive.open(key, from.offset())
                .orElseThrow(() -> new NonRetryableException("the backup is not there any more"))) {
            return on(work, from, new ArchiveReader(in, from.offset()));
        } catch (InvalidArchiveException | MissingObjectException e) {
            throw new NonRetryableException("the backup cannot be read: " + e.getMessage());
        }
    }

    private Position on(Work work, Position from, ArchiveReader reader)
            throws IOException, InvalidArchiveException, SQLException, InterruptedException {
        RoomHistory history = work.history();
        Position at = from;
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!at.done() && reader.offset() - from.offset() < LONGEST_BYTES && System.nanoTime() < end) {
            Optional<Tar.Entry> entry = reader.next();
            at = entry.isEmpty() ? left(work, history, at).end() : step(work, history, at, entry.get(), reader);
            reader.skip();
            at = at.at(reader.offset());
        }
        return at;
    }

    private Position step(Work work, RoomHistory history, Position at, Tar.Entry entry, ArchiveReader reader)
            throws IOException, InvalidArchiveException, SQLException, InterruptedException {
        if (Format.EVENTS.matcher(entry.name()).matches()) {
            return events(work, history, at, new EventLines(reader.stream(EventLines.PACKED_MAX)));
        }
        if (Format.ROOM.matcher(entry.name()).matches()) {
            Position between = left(work, history, at);
            return room(work, history, between, BoundedJson.entry(reader.content(BoundedJson.ENTRY_MAX)));
        }
        if (Format.FILE.matcher(entry.name()).matches()) {
            Position between = left(work, history, at);
            JsonNode head = BoundedJson.entry(reader.content(BoundedJson.ENTRY_MAX));
            if (reader.next().isEmpty()) {
                throw new InvalidArchiveException("a file has no content");
            }
            Tally tally = between.tally();
            return between.with(
                    null,
                    file(work, head, reader) ? tally.file(head.path("sizeBytes").asLong()) : tally.leftFile());
        }
        return at;
    }

    private Position room(Work work, RoomHistory history, Position at, JsonNode head)
            throws InterruptedException, SQLException {
        RoomAt room = new RoomAt(work.ids().of(head.path("id").asText()).toString(), head, 1, false);
        happen(work, room, 0, List.of(history.creation(head)));
        return at.with(room, at.tally().room(history.given(head) + 1, history.strangers(head)));
    }

    private Position events(Work work, RoomHistory history, Position at, EventLines lines)
            throws IOException, InterruptedException, InvalidArchiveException, SQLException {
        RoomAt room = at.room();
        if (room == null) {
            throw new NonRetryableException("the backup cannot be read: there are events without a room");
        }
        RestoreClient.Happening happening = happening(work, room, room.last());
        long count = 0;
        boolean archived = room.archivedLast();
        for (Optional<JsonNode> event = lines.next(); event.isPresent(); event = lines.next()) {
            Optional<ObjectNode> again = history.retold(event.get());
            count += again.isPresent() ? 1 : 0;
            archived = RoomHistory.archived(event.get()).orElse(archived);
            if (again.isPresent() && !work.input().dryRun()) {
                happening.add(again.get());
            }
        }
        return at.with(
                new RoomAt(room.id(), room.head(), room.last() + count, archived),
                at.tally().events(count, happening.end()));
    }

    /// The room that there was is whole.
    private Position left(Work work, RoomHistory history, Position at) throws InterruptedException, SQLException {
        RoomAt room = at.room();
        if (room != null && !work.input().dryRun()) {
            happen(work, room, room.last(), history.handOver(room.head(), room.archived()));
            unfinished.end(work, room.id());
        }
        return at.with(null, at.tally());
    }

    private void happen(Work work, RoomAt room, long after, List<ObjectNode> events)
            throws InterruptedException, SQLException {
        if (work.input().dryRun()) {
            return;
        }
        RestoreClient.Happening happening = happening(work, room, after);
        for (ObjectNode event : events) {
            happening.add(event);
        }
        happening.end();
    }

    private RestoreClient.Happening happening(Work work, RoomAt room, long after) {
        String name = room.head().path("name").asText();
        return target.happening(
                work.tenant(),
                room.id(),
                after,
                places -> unfinished.note(work, new RestoreTable.Unfinished(room.id(), name, places)));
    }

    /// @return false if it was left out
    private boolean file(Work work, JsonNode head, ArchiveReader reader)
            throws IOException, InvalidArchiveException, SQLException, InterruptedException {
        if (work.input().dryRun()) {
            return true;
        }
        String owner = head.path("owner").path("subject").asText();
        Actor by = work.members().contains(owner)
                ? new Actor(owner, head.path("owner").path("handle").asText())
                : work.input().by();
        String room = head.path("room").asText("");
        Instant created = Instant.parse(head.path("createdAt").asText());
        Path content = files.temporary();
        try {
            try (OutputStream out = Files.newOutputStream(content)) {
                reader.transfer(out);
            }
            return files.restore(
                    work.tenant(),
                    work.ids().of(head.path("id").asText()).toString(),
                    new RestoredFiles.Restored(
                            head,
                            by,
                            room.isEmpty() ? "" : work.ids().of(room).toString(),
                            created.isAfter(work.at()) ? work.at() : created),
                    content);
        } finally {
            Files.deleteIfExists(content);
        }
    }
}
