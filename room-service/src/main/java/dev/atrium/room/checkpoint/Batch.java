package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.Checkpoint.array;
import static dev.atrium.room.checkpoint.Checkpoint.execute;
import static dev.atrium.room.checkpoint.RoomRows.name;
import static dev.atrium.room.checkpoint.RoomRows.time;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.AccessAct;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.MessageReported;
import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.web.Json;
import dev.atrium.room.tinybase.Changes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What happened in rooms of one tenant, as statements. Sorted where two nodes may write the same rows, so that they
/// lock them in the same order.
final class Batch {

    private static final String ROOMS = "insert into room (tenant, id, name, kind, visibility, owner_subject,"
            + " owner_handle, created_at, last_sequence) select $1, *, 1 from unnest($2::uuid[], $3::text[],"
            + " $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[]) on conflict (id) do nothing";
    /// Also counts them (GW-16): those that are new, and in the commons by who sent them; but not in rooms that are
    /// brought back from a backup, whose members have not posted them now.
    private static final String MESSAGES = "with posted as (insert into message (tenant, room, sequence, id,"
            + " sender_subject, sender_handle, content, client_id, file_id, file_name, file_type, created_at, reply_to,"
            + " mentions) select $1, * from unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::text[],"
            + " $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::uuid[],"
            + " $14::text[]::jsonb[]) on conflict (room, sequence) do nothing returning room, sender_subject, created_at),"
            + " restored as (select id from room where id = any($2::uuid[]) and owner_subject = '" + Restorer.SUBJECT
            + "' and not exists (select from room_member where room_member.room = room.id"
            + " and subject = '" + Restorer.SUBJECT + "'))"
            + " insert into message_count (tenant, subject, hour, amount) select $1,"
            + " case when $1 = '" + TenantId.COMMONS + "' then sender_subject else '' end,"
            + " date_trunc('hour', created_at, 'UTC'), count(*) from posted where room not in (select id from restored)"
            + " group by 2, 3";
    private static final String SEQUENCES = "update room set last_sequence = greatest(room.last_sequence, moved.last)"
            + " from unnest($1::uuid[], $2::bigint[]) as moved (id, last) where room.id = moved.id";

    private final TenantId tenant;
    private final List<RoomCreated> rooms = new ArrayList<>();
    private final List<MessagePosted> messages = new ArrayList<>();
    private final LeafRows leaves;
    private final JournalRows journal;
    private final MessageChanges changes;
    private final ObjectRows objects;
    private final DraftRows drafts;
    private final MarkerRows markers;
    private final AccessChanges access;
    private final Map<String, Long> last = new TreeMap<>();

    Batch(TenantId tenant) {
        this.tenant = tenant;
        this.leaves = new LeafRows(tenant);
        this.journal = new JournalRows(tenant);
        this.changes = new MessageChanges(tenant);
        this.objects = new ObjectRows(tenant);
        this.drafts = new DraftRows(tenant);
        this.markers = new MarkerRows(tenant);
        this.access = new AccessChanges(tenant);
    }

    /// @param event the next one, in the order of the log
    void add(RoomEvent event) {
        last.merge(event.room(), event.sequence(), Math::max);
        switch (event) {
            case RoomCreated room -> {
                rooms.add(room);
                journal.add(room);
            }
            case MessagePosted message -> {
                messages.add(message);
                drafts.add(message);
            }
            case DocumentChanged changed -> {
                Changes leavesOf = LeafRows.changes(changed);
                leaves.add(changed, leavesOf);
                journal.add(changed, leavesOf);
            }
            case MessageChange change -> {
                changes.add(change);
                journal.add(change);
            }
            case ObjectEvent happened -> {
                objects.add(happened);
                journal.add(happened);
            }
            case DraftSaved saved -> drafts.add(saved);
            case MarkersMoved moved -> markers.add(moved);
            case MessageReported _ -> {
                // Nothing of it is read from here.
            }
            case AccessChange change -> {
                access.add(change);
                if (change instanceof AccessAct act) {
                    journal.add(act);
                }
            }
        }
    }

    /// The statements, in order.
    List<Uni<Void>> write(SqlConnection connection) {
        List<Uni<Void>> statements = new ArrayList<>();
        if (!rooms.isEmpty()) {
            statements.add(execute(connection, ROOMS, rooms()));
        }
        if (!messages.isEmpty()) {
            statements.add(execute(connection, MESSAGES, messages()));
        }
        statements.addAll(leaves.write(connection));
        statements.addAll(journal.write(connection));
        statements.addAll(changes.write(connection));
        statements.addAll(objects.write(connection));
        statements.addAll(drafts.write(connection));
        statements.addAll(markers.write(connection));
        statements.addAll(access.write(connection));
        statements.add(execute(connection, SEQUENCES, sequences()));
        return statements;
    }

    private Tuple rooms() {
        return Tuple.tuple(List.of(
                tenant.value(),
                array(rooms, room -> UUID.fromString(room.room()), new UUID[0]),
                array(rooms, RoomCreated::name, new String[0]),
                array(rooms, room -> name(room.kind()), new String[0]),
                array(rooms, room -> name(room.visibility()), new String[0]),
                array(rooms, room -> room.owner().subject(), new String[0]),
                array(rooms, room -> room.owner().handle(), new String[0]),
                array(rooms, room -> time(room.at()), new OffsetDateTime[0])));
    }

    private Tuple messages() {
        return Tuple.tuple(List.of(
                tenant.value(),
                array(messages, message -> UUID.fromString(message.room()), new UUID[0]),
                array(messages, MessagePosted::sequence, new Long[0]),
                array(messages, message -> UUID.fromString(message.message()), new UUID[0]),
                array(messages, message -> message.sender().subject(), new String[0]),
                array(messages, message -> message.sender().handle(), new String[0]),
                array(messages, MessagePosted::content, new String[0]),
                array(messages, MessagePosted::clientId, new String[0]),
                array(messages, message -> file(message, Attachment::fileId), new String[0]),
                array(messages, message -> file(message, Attachment::name), new String[0]),
                array(messages, message -> file(message, Attachment::type), new String[0]),
                array(messages, message -> time(message.at()), new OffsetDateTime[0]),
                array(messages, message -> uuid(message.replyTo()), new UUID[0]),
                array(messages, message -> Json.write(message.mentions()), new String[0])));
    }

    private Tuple sequences() {
        return Tuple.of(
                last.keySet().stream().map(UUID::fromString).toArray(UUID[]::new),
                last.values().toArray(Long[]::new));
    }

    private static @Nullable String file(MessagePosted message, Function<Attachment, String> part) {
        Attachment attachment = message.attachment();
        return attachment == null ? null : part.apply(attachment);
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }
}
