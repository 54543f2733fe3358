package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.Checkpoint.array;
import static dev.atrium.room.checkpoint.Checkpoint.execute;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.roomlog.RoomEvent.MessageDeleted;
import dev.atrium.platform.roomlog.RoomEvent.MessageEdited;
import dev.atrium.platform.roomlog.RoomEvent.MessageHidden;
import dev.atrium.platform.roomlog.RoomEvent.MessageReacted;
import dev.atrium.platform.roomlog.RoomEvent.MessageShown;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What happened to the messages of one tenant, as statements to be made after the messages are there. Of what happened
/// to one thing the last counts; older things, written again, change nothing.
final class MessageChanges {

    private static final String EDITS = "update message set content = edit.content, mentions = edit.mentions::jsonb,"
            + " first_content = coalesce(first_content, message.content),"
            + " first_mentions = coalesce(first_mentions, message.mentions), edited_at = edit.at, edited = edit.sequence, edit_ids = edit.ids::jsonb,"
            + " changed = greatest(changed, edit.sequence) from unnest($1::uuid[], $2::uuid[], $3::bigint[],"
            + " $4::timestamptz[], $5::text[], $6::text[], $7::text[])"
            + " as edit (room, message, sequence, at, content, mentions, ids) where message.room = edit.room"
            + " and message.id = edit.message and message.edited < edit.sequence and not message.deleted";
    private static final String REACTIONS = "insert into reaction (tenant, room, message, emoji, subject, sequence,"
            + " reacted) select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[],"
            + " $7::boolean[]) on conflict (room, message, emoji, subject) do update set sequence = excluded.sequence,"
            + " reacted = excluded.reacted where reaction.sequence < excluded.sequence";
    private static final String REACTED = "update message set changed = greatest(changed, reaction.sequence)"
            + " from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as reaction (room, message, sequence)"
            + " where message.room = reaction.room and message.id = reaction.message and not message.deleted";
    private static final String VISIBILITY = "update message set hidden = moderation.hidden,"
            + " moderated = moderation.sequence, changed = greatest(changed, moderation.sequence)"
            + " from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::boolean[])"
            + " as moderation (room, message, sequence, hidden) where message.room = moderation.room"
            + " and message.id = moderation.message and message.moderated < moderation.sequence and not message.deleted";
    private static final String DELETIONS = "update message set content = '', mentions = '[]', edit_ids = '[]',"
            + " first_content = null, first_mentions = null, file_id = null, file_name = null, file_type = null, deleted = true, hidden = false,"
            + " changed = greatest(changed, deletion.sequence) from unnest($1::uuid[], $2::uuid[], $3::bigint[])"
            + " as deletion (room, message, sequence) where message.room = deletion.room"
            + " and message.id = deletion.message and not message.deleted";
    private static final String FORGOTTEN_REACTIONS = "delete from reaction using unnest($1::uuid[], $2::uuid[])"
            + " as deletion (room, message) where reaction.room = deletion.room"
            + " and reaction.message = deletion.message";

    private final TenantId tenant;
    private final Map<String, MessageEdited> edits = new TreeMap<>();
    private final Map<String, MessageReacted> reactions = new TreeMap<>();
    private final Map<String, MessageReacted> reacted = new TreeMap<>();
    private final Map<String, MessageChange> visibility = new TreeMap<>();
    private final Map<String, MessageDeleted> deletions = new TreeMap<>();

    MessageChanges(TenantId tenant) {
        this.tenant = tenant;
    }

    /// The next change, in the order of the log.
    void add(MessageChange change) {
        String message = change.room() + '/' + change.message();
        switch (change) {
            case MessageEdited edited -> edits.put(message, edited);
            case MessageDeleted deleted -> deletions.put(message, deleted);
            case MessageHidden _, MessageShown _ -> visibility.put(message, change);
            case MessageReacted reaction -> {
                reacted.put(message, reaction);
                reactions.put(
                        String.join(
                                "\n", message, reaction.emoji(), reaction.by().subject()),
                        reaction);
            }
        }
    }

    /// The statements, in order; none if nothing happened.
    List<Uni<Void>> write(SqlConnection connection) {
        List<Uni<Void>> statements = new ArrayList<>();
        if (!edits.isEmpty()) {
            statements.add(execute(connection, EDITS, edits(edits.values())));
        }
        if (!reactions.isEmpty()) {
            statements.add(execute(connection, REACTIONS, reactions(reactions.values())));
            statements.add(execute(connection, REACTED, sequences(reacted.values())));
        }
        if (!visibility.isEmpty()) {
            statements.add(execute(connection, VISIBILITY, visibility(visibility.values())));
        }
        if (!deletions.isEmpty()) {
            statements.add(execute(connection, DELETIONS, sequences(deletions.values())));
            Tuple deleted = Tuple.of(rooms(deletions.values()), messages(deletions.values()));
            statements.add(execute(connection, FORGOTTEN_REACTIONS, deleted));
            statements.add(execute(connection, JournalRows.FORGET, deleted));
        }
        return statements;
    }

    private static Tuple edits(Collection<MessageEdited> edits) {
        return Tuple.tuple(List.of(
                rooms(edits),
                messages(edits),
                array(edits, MessageEdited::sequence, new Long[0]),
                array(edits, edit -> RoomRows.time(edit.at()), new OffsetDateTime[0]),
                array(edits, MessageEdited::content, new String[0]),
                array(edits, edit -> Json.write(edit.mentions()), new String[0]),
                array(edits, edit -> Json.write(edit.clientIds()), new String[0])));
    }

    private Tuple reactions(Collection<MessageReacted> some) {
        return Tuple.tuple(List.of(
                tenant.value(),
                rooms(some),
                messages(some),
                array(some, MessageReacted::emoji, new String[0]),
                array(some, reaction -> reaction.by().subject(), new String[0]),
                array(some, MessageReacted::sequence, new Long[0]),
                array(some, MessageReacted::reacted, new Boolean[0])));
    }

    private static Tuple visibility(Collection<MessageChange> changes) {
        return Tuple.of(
                rooms(changes),
                messages(changes),
                array(changes, MessageChange::sequence, new Long[0]),
                array(changes, MessageHidden.class::isInstance, new Boolean[0]));
    }

    private static Tuple sequences(Collection<? extends MessageChange> changes) {
        return Tuple.of(rooms(changes), messages(changes), array(changes, MessageChange::sequence, new Long[0]));
    }

    private static UUID[] rooms(Collection<? extends MessageChange> changes) {
        return array(changes, change -> UUID.fromString(change.room()), new UUID[0]);
    }

    private static UUID[] messages(Collection<? extends MessageChange> changes) {
        return array(changes, change -> UUID.fromString(change.message()), new UUID[0]);
    }
}
