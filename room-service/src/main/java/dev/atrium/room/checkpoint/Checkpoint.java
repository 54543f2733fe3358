package dev.atrium.room.checkpoint;

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
import dev.atrium.platform.tenancy.TenantSql;
import dev.atrium.platform.web.Json;
import dev.atrium.room.tinybase.Changes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes events that count into PostgreSQL. May be given the same events any number of times, also by two nodes at
/// once: rows are inserted once and sequence numbers only go forward.
@ApplicationScoped
public final class Checkpoint {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

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

    private final Pool pool;

    Checkpoint(Pool pool) {
        this.pool = pool;
    }

    /// Writes all events in one transaction.
    ///
    /// @param events in the order of the log
    /// @return fails if nothing was written, or if that is unknown: then write them again
    public Uni<Void> write(List<RoomEvent> events) {
        // Sorted, so that two nodes that write the same rows lock them in the same order.
        Map<TenantId, List<RoomEvent>> byTenant = events.stream()
                .collect(Collectors.groupingBy(
                        RoomEvent::tenant,
                        () -> new TreeMap<>(Comparator.comparing(TenantId::value)),
                        Collectors.toList()));
        return pool.withTransaction(connection -> inOrder(
                        byTenant.entrySet(),
                        tenant -> TenantSql.enter(connection, tenant.getKey())
                                .flatMap(_ -> write(connection, tenant.getKey(), tenant.getValue()))))
                .ifNoItem()
                .after(TIMEOUT)
                .fail();
    }

    private static Uni<Void> write(SqlConnection connection, TenantId tenant, List<RoomEvent> events) {
        List<RoomCreated> rooms = new ArrayList<>();
        List<MessagePosted> messages = new ArrayList<>();
        LeafRows leaves = new LeafRows();
        MessageChanges changes = new MessageChanges(tenant);
        JournalRows journal = new JournalRows();
        ObjectRows objects = new ObjectRows(tenant);
        DraftRows drafts = new DraftRows(tenant);
        MarkerRows markers = new MarkerRows();
        AccessChanges access = new AccessChanges(tenant);
        Map<String, Long> last = new TreeMap<>();
        for (RoomEvent event : events) {
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
        List<Uni<Void>> statements = new ArrayList<>();
        if (!rooms.isEmpty()) {
            statements.add(execute(connection, ROOMS, rooms(tenant, rooms)));
        }
        if (!messages.isEmpty()) {
            statements.add(execute(connection, MESSAGES, messages(tenant, messages)));
        }
        if (!leaves.isEmpty()) {
            statements.add(execute(connection, LeafRows.VERSIONS, leaves.versions(tenant)));
            statements.add(execute(connection, LeafRows.WRITE, leaves.parameters(tenant)));
            statements.add(execute(connection, LeafRows.MARK, Tuple.of(leaves.rooms())));
        }
        if (!journal.isEmpty()) {
            statements.add(execute(connection, JournalRows.WRITE, journal.parameters(tenant)));
        }
        statements.addAll(changes.write(connection));
        statements.addAll(objects.write(connection));
        statements.addAll(drafts.write(connection));
        if (!markers.isEmpty()) {
            statements.add(execute(connection, MarkerRows.WRITE, markers.parameters(tenant)));
        }
        statements.addAll(access.write(connection));
        statements.add(execute(connection, SEQUENCES, sequences(last)));
        return inOrder(statements, statement -> statement);
    }

    private static Tuple rooms(TenantId tenant, List<RoomCreated> rooms) {
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

    private static Tuple messages(TenantId tenant, List<MessagePosted> messages) {
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

    private static Tuple sequences(Map<String, Long> last) {
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

    static <T, R> R[] array(Collection<T> events, Function<T, ? extends @Nullable R> column, R[] type) {
        return events.stream().map(column).toList().toArray(type);
    }

    static Uni<Void> execute(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).replaceWithVoid();
    }

    /// One after the other, because a connection of a transaction does one thing at a time.
    private static <T> Uni<Void> inOrder(Iterable<T> items, Function<T, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(step::apply)
                .onItem()
                .ignoreAsUni();
    }
}
