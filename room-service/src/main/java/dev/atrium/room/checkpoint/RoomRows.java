package dev.atrium.room.checkpoint;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import dev.atrium.room.access.Settings;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.Reaction;
import dev.atrium.room.chat.Replies;
import dev.atrium.room.chat.SentIds;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rows of the tables `room` and `message` as the events that they come from.
final class RoomRows {

    static final String ROOM_COLUMNS =
            "tenant, id, name, kind, visibility, owner_subject, owner_handle, created_at, last_sequence,"
                    + " has_document, has_objects, everyone, archived, deleted_at, accessed";
    static final String MESSAGE_COLUMNS = "tenant, room, sequence, id, sender_subject, sender_handle, content,"
            + " client_id, file_id, file_name, file_type, created_at, reply_to, mentions::text as mentions, changed,"
            + " edited_at, edit_ids::text as edit_ids, deleted, hidden, case when changed > sequence and not deleted then"
            + " (select jsonb_agg(jsonb_build_array(emoji, subject) order by reaction.sequence)::text from reaction"
            + " where reaction.room = message.room and reaction.message = message.id and reacted) end as reactions";

    /// Whether the subject `$1` is a member of a room.
    static final String MEMBER = "(exists (select from room_member"
            + " where room_member.room = room.id and subject = $1 and role is not null) or (owner_subject = $1"
            + " and not exists (select from room_member where room_member.room = room.id and subject = $1)))";

    /// Whether a room is one of which the subject `$1` is a member, found by whose it is.
    static final String OWN = "id in (select id from room where owner_subject = $1 union all"
            + " select room from room_member where subject = $1 and role is not null) and " + MEMBER;

    /// Whether the subject `$1` may read a room.
    static final String READABLE = "room.deleted_at = 0 and (visibility = 'public' or " + MEMBER
            + ") and not exists (select from room_ban where room_ban.room = room.id and subject = $1 and banned"
            + " and (expires_at is null or expires_at > now()))";

    private RoomRows() {}

    /// As it is described now.
    static RoomCreated room(Row row) {
        return new RoomCreated(
                new TenantId(row.getString("tenant")),
                row.getUUID("id").toString(),
                1,
                instant(row),
                row.getString("name"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Visibility.valueOf(row.getString("visibility").toUpperCase(Locale.ROOT)),
                new Actor(row.getString("owner_subject"), row.getString("owner_handle")));
    }

    static boolean isDeleted(Row row) {
        return row.getLong("deleted_at") > 0;
    }

    static Settings settings(Row row) {
        RoomCreated room = room(row);
        return new Settings(
                room.name(),
                room.visibility(),
                role(row.getString("everyone")),
                row.getBoolean("archived"),
                isDeleted(row));
    }

    static Role role(String name) {
        return Role.valueOf(name.toUpperCase(Locale.ROOT));
    }

    static Message message(Row row) {
        MessagePosted posted = posted(row);
        OffsetDateTime edited = row.getOffsetDateTime("edited_at");
        return new Message(
                posted,
                Math.max(row.getLong("changed"), posted.sequence()),
                edited == null ? null : edited.toInstant(),
                row.getBoolean("deleted"),
                row.getBoolean("hidden"),
                texts(row.getString("edit_ids")),
                reactions(row.getString("reactions")),
                null);
    }

    static Replies replies(Row row) {
        return new Replies(
                row.getInteger("count"), row.getOffsetDateTime("last_at").toInstant());
    }

    /// As it is now.
    private static MessagePosted posted(Row row) {
        UUID replyTo = row.getUUID("reply_to");
        return new MessagePosted(
                new TenantId(row.getString("tenant")),
                row.getUUID("room").toString(),
                row.getLong("sequence"),
                instant(row),
                row.getUUID("id").toString(),
                new Actor(row.getString("sender_subject"), row.getString("sender_handle")),
                row.getString("content"),
                row.getString("client_id"),
                attachment(row),
                replyTo == null ? null : replyTo.toString(),
                texts(row.getString("mentions")));
    }

    static List<String> texts(String json) {
        return List.of(Json.read(json, String[].class));
    }

    /// @param json pairs of emoji and subject, in the order in which they came
    private static List<Reaction> reactions(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        return Stream.of(Json.read(json, String[][].class))
                .map(pair -> new Reaction(pair[0], pair[1]))
                .toList();
    }

    /// How a kind, a visibility or a role is stored.
    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// @param row what was found of ids from a time on, at most so many
    static SentIds sentIds(Row row, Instant since, Instant now, int limit) {
        Long[] hashes = row.getArrayOfLongs("hashes");
        if (hashes == null) {
            return new SentIds(since, now, List.of());
        }
        // Others of the oldest one's millisecond may have been cut off.
        Instant oldest = row.getOffsetDateTime("oldest").toInstant().plusMillis(1);
        return new SentIds(hashes.length < limit ? since : oldest, now, List.of(hashes));
    }

    /// What PostgreSQL cannot keep becomes what it can: a checkpoint that it refused would be tried for ever.
    static OffsetDateTime time(Instant instant) {
        return Sql.storable(instant);
    }

    private static @Nullable Attachment attachment(Row row) {
        String file = row.getString("file_id");
        return file == null ? null : new Attachment(file, row.getString("file_name"), row.getString("file_type"));
    }

    private static Instant instant(Row row) {
        return row.getOffsetDateTime("created_at").toInstant();
    }
}
