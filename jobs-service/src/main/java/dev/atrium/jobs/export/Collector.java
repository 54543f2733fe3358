package dev.atrium.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.jobs.render.Book;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Collects what is exported, piece by piece. Each piece is kept before its step is finished, so none is
/// asked for again and a whole room is never in memory. All of a room is as of the sequence number that
/// it had at the beginning.
@ApplicationScoped
class Collector {

    private static final int PAGE = 100;
    private static final int OBJECTS_PAGE = 50;
    private static final int PIECE_ITEMS = 1_000;
    private static final int PIECE_BYTES = 4 << 20;

    /// What is before the range is gone through as well: a step ends all the same.
    private static final int PIECE_PAGES = 50;

    private final DataSource dataSource;
    private final SourceClient sources;
    private final ExportConfig config;
    private final LiveProgress live;
    private final InstantSource clock;

    Collector(
            DataSource dataSource, SourceClient sources, ExportConfig config, LiveProgress live, InstantSource clock) {
        this.dataSource = dataSource;
        this.sources = sources;
        this.config = config;
        this.live = live;
        this.clock = clock;
    }

    /// What all pieces are as of.
    ///
    /// @param render names the rendering that follows
    /// @param room as it was told; null if files are exported
    record Snapshot(
            UUID render, Instant at, String title, @Nullable JsonNode room, long sequence) {}

    /// How far collecting one kind has come.
    ///
    /// @param after where it goes on; null at the end
    /// @param items of all pieces of the kind until now
    /// @param pieces of all kinds until now
    /// @param bytes of all kinds until now
    record Progress(@Nullable String after, int items, int pieces, long bytes) {

        /// Before the first piece.
        static final Progress NOTHING = new Progress("0", 0, 0, 0);

        /// Before the first piece of the next kind.
        Progress next() {
            return new Progress("", 0, pieces, bytes);
        }
    }

    Snapshot snapshot(ExportKey key, ExportInput input) throws SQLException, InterruptedException {
        Caller caller = reader(key.tenant(), input);
        JsonNode room = input.room() == null ? null : sources.room(caller, input.room(), "");
        String title = input.title() != null
                ? input.title()
                : room == null ? "Files" : room.path("name").asText();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        boolean begun = TenantConnections.inTenant(
                dataSource, key.tenant(), connection -> ExportTable.begin(connection, key, title));
        if (!begun) {
            throw new NonRetryableException("the export has expired");
        }
        return new Snapshot(
                Ids.next(),
                now,
                title,
                room,
                room == null ? 0 : room.path("lastSequence").asLong());
    }

    /// A piece of messages.
    Progress messages(ExportKey key, ExportInput input, Snapshot snapshot, Progress before)
            throws SQLException, InterruptedException {
        Caller caller = reader(key.tenant(), input);
        String room = String.valueOf(input.room());
        List<JsonNode> items = new ArrayList<>();
        String after = String.valueOf(before.after());
        long bytes = 0;
        boolean more = true;
        for (int pages = 0; more && isOpen(items.size(), bytes, pages); pages++) {
            JsonNode page = sources.room(
                    caller, room, "/messages?limit=" + PAGE + "&at=" + snapshot.sequence() + "&after=" + after);
            more = page.path("hasMore").asBoolean() && !page.path("items").isEmpty();
            for (JsonNode message : page.path("items")) {
                after = message.path("sequence").asText();
                Instant at = Instant.parse(message.path("createdAt").asText());
                more &= input.until() == null || at.isBefore(input.until());
                if (more(input, at)) {
                    items.add(message);
                    bytes += 4L * message.path("content").asText().length() + 200;
                }
            }
        }
        long done = 1 + 48 * Long.parseLong(after) / Math.max(1, snapshot.sequence());
        Reached reached = new Reached(more ? after : null, (int) done);
        return keep(key, input, Piece.of(Book.Kind.MESSAGE, items), before, reached);
    }

    private static boolean isOpen(int items, long bytes, int pages) {
        return items < PIECE_ITEMS && bytes < PIECE_BYTES && pages < PIECE_PAGES;
    }

    private static boolean more(ExportInput input, Instant at) {
        return (input.since() == null || !at.isBefore(input.since()))
                && (input.until() == null || at.isBefore(input.until()));
    }

    /// A page of objects.
    Progress objects(ExportKey key, ExportInput input, Snapshot snapshot, Progress before)
            throws SQLException, InterruptedException {
        String cursor = before.after() == null || before.after().isEmpty()
                ? ""
                : "&cursor=" + URLEncoder.encode(before.after(), StandardCharsets.UTF_8);
        JsonNode page = sources.room(
                reader(key.tenant(), input),
                String.valueOf(input.room()),
                "/objects?limit=" + OBJECTS_PAGE + "&at=" + snapshot.sequence() + cursor);
        List<JsonNode> items = new ArrayList<>();
        page.path("items").forEach(items::add);
        JsonNode next = page.path("nextCursor");
        Reached reached = new Reached(next.isTextual() ? next.asText() : null, 49);
        return keep(key, input, Piece.of(Book.Kind.OBJECT, items), before, reached);
    }

    /// The shared document, if there is anything in it.
    Progress document(ExportKey key, ExportInput input, Snapshot snapshot, Progress before)
            throws SQLException, InterruptedException {
        JsonNode document = sources.room(
                reader(key.tenant(), input), String.valueOf(input.room()), "/document?at=" + snapshot.sequence());
        boolean isEmpty =
                document.path("tables").isEmpty() && document.path("values").isEmpty();
        Piece piece = Piece.of(Book.Kind.DOCUMENT, isEmpty ? List.of() : List.of(document));
        return keep(key, input, piece, before, new Reached(null, 49));
    }

    /// What is known of one file, with its text.
    Progress file(ExportKey key, ExportInput input, int number, Progress before)
            throws SQLException, InterruptedException {
        Caller caller = reader(key.tenant(), input);
        String id = input.files().get(number);
        ObjectNode file = (ObjectNode) sources.file(caller, id);
        if (file.path("text").asBoolean()) {
            sources.text(caller, id).ifPresentOrElse(text -> file.put("text", text), () -> file.remove("text"));
        } else {
            file.remove("text");
        }
        int done = 1 + 48 * (number + 1) / input.files().size();
        Reached reached = new Reached(Integer.toString(number + 1), done);
        return keep(key, input, Piece.of(Book.Kind.FILE, List.of(file)), before, reached);
    }

    /// @param next where it goes on; null at the end
    private record Reached(@Nullable String next, int percent) {}

    private Progress keep(ExportKey key, ExportInput input, Piece piece, Progress before, Reached reached)
            throws SQLException {
        int items = before.items() + piece.items();
        long bytes = before.bytes() + piece.bytes();
        if (items > config.maxMessages()) {
            throw new NonRetryableException(
                    "there are more than " + config.maxMessages() + " messages or objects: choose a smaller range");
        }
        if (bytes > config.maxCollected().asLongValue()) {
            throw new NonRetryableException("there is more than "
                    + config.maxCollected().asLongValue() + " bytes of text: choose a smaller range");
        }
        TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            piece.save(connection, key, before.pieces());
            ExportTable.progress(connection, key, reached.percent(), "collecting");
            return true;
        });
        live.report(key, input.room(), reached.percent(), "collecting");
        return new Progress(reached.next(), items, before.pieces() + 1, bytes);
    }

    static Caller reader(TenantId tenant, ExportInput input) {
        return input.caller(tenant, "rooms:read", "files:read");
    }
}
