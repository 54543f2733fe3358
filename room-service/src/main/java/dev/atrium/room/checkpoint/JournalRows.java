package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.Checkpoint.array;
import static dev.atrium.room.checkpoint.Checkpoint.execute;
import static dev.atrium.room.checkpoint.RoomRows.name;
import static dev.atrium.room.checkpoint.RoomRows.time;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.AccessAct;
import dev.atrium.platform.roomlog.RoomEvent.Act;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.platform.roomlog.RoomEvent.MessageDeleted;
import dev.atrium.platform.roomlog.RoomEvent.MessageEdited;
import dev.atrium.platform.roomlog.RoomEvent.MessageHidden;
import dev.atrium.platform.roomlog.RoomEvent.MessageReacted;
import dev.atrium.platform.roomlog.RoomEvent.MessageShown;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import dev.atrium.platform.roomlog.RoomEvent.Original;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.SchemaChanged;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.web.Json;
import dev.atrium.room.tinybase.Changes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What somebody did in rooms of one tenant, as rows of the table `journal`, which are inserted once and stay. Posted
/// messages are rows of their own table.
final class JournalRows {

    private static final String WRITE =
            "insert into journal (tenant, room, sequence, at, type, actor_subject, actor_handle,"
                    + " about, summary, data) select $1, * from unnest($2::uuid[], $3::bigint[], $4::timestamptz[],"
                    + " $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]::jsonb[], $10::text[]::jsonb[])"
                    + " on conflict (room, sequence) do nothing";

    /// Removes the texts of deleted messages. The rows stay, so that they are not written again.
    static final String FORGET = "update journal set data = jsonb_set(data, '{original}', (data -> 'original')"
            + " - 'attachment') || '{\"content\": \"\", \"mentions\": [], \"clientIds\": []}'"
            + " from unnest($1::uuid[], $2::uuid[]) as deletion (room, message) where journal.room = deletion.room"
            + " and journal.about = deletion.message::text and journal.type = 'atrium.room.message-edited.v1'"
            + " and journal.data ->> 'content' <> ''";

    /// @param about null if it is about the room
    /// @param summary what may be told of it without its content
    private record Line(Act act, @Nullable String about, Map<String, ?> summary) {}

    private final TenantId tenant;
    private final List<Line> lines = new ArrayList<>();

    JournalRows(TenantId tenant) {
        this.tenant = tenant;
    }

    /// @param act in the order of the log
    /// @throws IllegalArgumentException if it changes a document: these are added with what they hold
    void add(Act act) {
        switch (act) {
            case RoomCreated created ->
                add(
                        created,
                        null,
                        Map.of(
                                "name", created.name(),
                                "kind", name(created.kind()),
                                "visibility", name(created.visibility())));
            case MessageEdited edited -> add(edited, edited.message(), message(edited.original()));
            case MessageDeleted deleted -> add(deleted, deleted.message(), message(deleted.original()));
            case MessageHidden hidden -> add(hidden, hidden.message(), message(hidden.original()));
            case MessageShown shown -> add(shown, shown.message(), message(shown.original()));
            case MessageReacted reacted ->
                add(reacted, reacted.message(), Map.of("emoji", reacted.emoji(), "reacted", reacted.reacted()));
            case OperationsApplied applied ->
                add(applied, path(applied), Map.of("objects", applied.changes().size()));
            case SchemaChanged changed ->
                add(changed, null, Map.of("schema", changed.name(), "removed", changed.schema() == null));
            case AccessAct change -> add(change, subject(change), summary(change));
            case RoomEvent.MessagePosted _ -> {
                // Its row in `message` tells all of it.
            }
            case DocumentChanged changed ->
                throw new IllegalArgumentException("event " + changed.sequence() + " of room " + changed.room());
        }
    }

    /// @param changes what the event holds
    void add(DocumentChanged changed, Changes changes) {
        List<String> paths = changes.paths();
        add(changed, paths.size() == 1 ? paths.getFirst() : null, Map.of("leaves", paths.size()));
    }

    /// The statements, in order; none if there is nothing to write.
    List<Uni<Void>> write(SqlConnection connection) {
        return lines.isEmpty() ? List.of() : List.of(execute(connection, WRITE, parameters()));
    }

    private Tuple parameters() {
        return Tuple.tuple(List.of(
                tenant.value(),
                array(lines, line -> UUID.fromString(line.act().room()), new UUID[0]),
                array(lines, line -> line.act().sequence(), new Long[0]),
                array(lines, line -> time(line.act().at()), new OffsetDateTime[0]),
                array(lines, line -> RoomLogCodec.type(line.act()), new String[0]),
                array(lines, line -> line.act().actor().subject(), new String[0]),
                array(lines, line -> line.act().actor().handle(), new String[0]),
                array(lines, Line::about, new String[0]),
                array(lines, line -> Json.write(line.summary()), new String[0]),
                array(lines, line -> Json.write(kept(line.act())), new String[0])));
    }

    private void add(Act act, @Nullable String about, Map<String, ?> summary) {
        lines.add(new Line(act, about, summary));
    }

    /// Whom it is about; null if it is the room.
    private static @Nullable String subject(AccessAct change) {
        return switch (change) {
            case RoomEvent.RoomChanged _, RoomEvent.RoomArchived _, RoomEvent.RoomDeleted _ -> null;
            case RoomEvent.MemberSet set -> set.member().subject();
            case RoomEvent.MemberJoined joined -> joined.by().subject();
            case RoomEvent.MemberRemoved removed -> removed.subject();
            case RoomEvent.MemberBanned banned -> banned.subject();
            case RoomEvent.MemberUnbanned unbanned -> unbanned.subject();
        };
    }

    private static Map<String, ?> summary(AccessAct change) {
        return switch (change) {
            case RoomEvent.RoomChanged changed ->
                Map.of(
                        "name", changed.name(),
                        "visibility", name(changed.visibility()),
                        "everyone", name(changed.everyone()));
            case RoomEvent.RoomArchived moved -> Map.of("archived", moved.archived());
            case RoomEvent.MemberSet set -> Map.of("handle", set.member().handle(), "role", name(set.role()));
            case RoomEvent.MemberJoined joined -> Map.of("role", name(joined.role()));
            case RoomEvent.RoomDeleted _,
                    RoomEvent.MemberRemoved _,
                    RoomEvent.MemberBanned _,
                    RoomEvent.MemberUnbanned _ -> Map.of();
        };
    }

    /// The object that changed, if it is one.
    private static @Nullable String path(OperationsApplied applied) {
        return applied.changes().size() == 1 ? applied.changes().getFirst().path() : null;
    }

    private static Map<String, ?> message(Original original) {
        return Map.of(
                "message", original.sequence(), "sender", original.sender().handle());
    }

    /// A deleted message's file is forgotten, too, and texts are in `message` only; what objects were is in rows of
    /// their own.
    private static Act kept(Act act) {
        return switch (act) {
            case OperationsApplied applied ->
                new OperationsApplied(
                        applied.tenant(),
                        applied.room(),
                        applied.sequence(),
                        applied.at(),
                        applied.by(),
                        applied.clientId(),
                        List.of());
            case MessageDeleted deleted ->
                new MessageDeleted(
                        deleted.tenant(),
                        deleted.room(),
                        deleted.sequence(),
                        deleted.at(),
                        deleted.message(),
                        withoutFile(deleted.original()),
                        deleted.by());
            case MessageHidden hidden ->
                new MessageHidden(
                        hidden.tenant(),
                        hidden.room(),
                        hidden.sequence(),
                        hidden.at(),
                        hidden.message(),
                        withoutFile(hidden.original()),
                        hidden.by());
            case MessageShown shown ->
                new MessageShown(
                        shown.tenant(),
                        shown.room(),
                        shown.sequence(),
                        shown.at(),
                        shown.message(),
                        withoutFile(shown.original()),
                        "",
                        List.of(),
                        shown.replyTo(),
                        shown.by());
            case RoomCreated _,
                    RoomEvent.MessagePosted _,
                    MessageEdited _,
                    MessageReacted _,
                    DocumentChanged _,
                    SchemaChanged _,
                    AccessAct _ -> act;
        };
    }

    private static Original withoutFile(Original original) {
        return new Original(original.sequence(), original.at(), original.sender(), null);
    }
}
