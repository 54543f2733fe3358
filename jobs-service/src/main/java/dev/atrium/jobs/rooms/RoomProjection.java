package dev.atrium.jobs.rooms;

import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.JdbcPositions;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/// Gives what happened in rooms its effect: who may read them ([Rooms]), and what each [RoomListener]
/// does about it. A transaction is short, so that nothing waits long for what much else happens; how far
/// the log was read is stored in the last one. Several nodes do the same beside each other, and what
/// was read comes again after a failure; each event has its effect once, because a room's row says
/// which was the last one. An event with a lower number has one as well if it happened after all that
/// had: the log has lost the one that had the number before.
@ApplicationScoped
public class RoomProjection implements Projection {

    /// How many events are one transaction at most.
    private static final int AT_ONCE = 100;

    private static final JdbcPositions POSITIONS = new JdbcPositions("room_log_position");

    private final DataSource dataSource;
    private final List<RoomListener> listeners;

    RoomProjection(DataSource dataSource, @All List<RoomListener> listeners) {
        this.dataSource = dataSource;
        this.listeners = List.copyOf(listeners);
    }

    /// What had its effect in a room: up to which number, and when the newest of it happened; the end of time if that
    /// is not known.
    private record Applied(long sequence, Instant at) {

        /// A node of the version before moves the number alone: then the time is that of something older.
        private static Applied of(ResultSet row) throws SQLException {
            long sequence = row.getLong("applied");
            Instant at = Sql.instant(row, "applied_at");
            return new Applied(sequence, at == null || row.getLong("applied_at_of") != sequence ? Instant.MAX : at);
        }

        /// Rooms tell milliseconds, and the database cannot keep more than microseconds.
        private boolean isBefore(RoomEvent event) {
            return event.sequence() > sequence
                    || event.at().truncatedTo(ChronoUnit.MILLIS).isAfter(at);
        }
    }

    private record Key(TenantId tenant, String room) {}

    /// Events of one room, in their order.
    private record Piece(Key room, List<RoomEvent> events) {

        /// Whether it matters also where no listener expects anything.
        boolean alwaysMatters() {
            return events.stream()
                    .anyMatch(event -> event instanceof RoomEvent.RoomCreated
                            || event instanceof RoomEvent.AccessChange
                            || event instanceof RoomEvent.MessageReported
                            || event instanceof RoomEvent.MessageHidden);
        }
    }

    @Override
    public Map<TopicPartition, Position> positions() throws SQLException {
        return TenantConnections.inTransaction(dataSource, POSITIONS::all);
    }

    @Override
    public void restart(Set<TopicPartition> partitions) throws SQLException {
        TenantConnections.inTransaction(dataSource, connection -> {
            POSITIONS.forget(connection, partitions);
            return partitions.size();
        });
    }

    @Override
    public void apply(List<Followed> batch, Map<TopicPartition, Position> positions) throws SQLException {
        Map<TenantId, Boolean> heard = new HashMap<>();
        Iterator<List<Piece>> transactions = cut(byRoom(batch)).iterator();
        while (transactions.hasNext()) {
            List<Piece> pieces = transactions.next();
            boolean isLast = !transactions.hasNext();
            int applied = TenantConnections.inTransaction(dataSource, connection -> {
                int sum = apply(connection, pieces, heard);
                if (isLast) {
                    POSITIONS.moveOn(connection, positions);
                }
                return sum;
            });
            if (applied > 0) {
                listeners.forEach(RoomListener::committed);
            }
        }
    }

    /// What is one transaction each; at least one.
    private static List<List<Piece>> cut(Map<Key, List<RoomEvent>> byRoom) {
        List<List<Piece>> transactions = new ArrayList<>();
        List<Piece> open = new ArrayList<>();
        int size = 0;
        for (Map.Entry<Key, List<RoomEvent>> room : byRoom.entrySet()) {
            List<RoomEvent> events = room.getValue();
            for (int from = 0; from < events.size(); from += AT_ONCE) {
                List<RoomEvent> some = events.subList(from, Math.min(from + AT_ONCE, events.size()));
                if (size + some.size() > AT_ONCE) {
                    transactions.add(open);
                    open = new ArrayList<>();
                    size = 0;
                }
                open.add(new Piece(room.getKey(), some));
                size += some.size();
            }
        }
        transactions.add(open);
        return transactions;
    }

    /// In the order of their keys, so that two nodes do not wait for each other.
    private static Map<Key, List<RoomEvent>> byRoom(List<Followed> batch) {
        Map<Key, List<RoomEvent>> byRoom = new TreeMap<>(
                Comparator.comparing((Key key) -> key.tenant().value()).thenComparing(Key::room));
        for (Followed followed : batch) {
            if (followed instanceof Followed.InRoom(RoomEvent event)) {
                byRoom.computeIfAbsent(new Key(event.tenant(), event.room()), _ -> new ArrayList<>())
                        .add(event);
            }
        }
        return byRoom;
    }

    /// @return how many of the events are new
    private int apply(Connection connection, List<Piece> pieces, Map<TenantId, Boolean> heard) throws SQLException {
        Map<TenantId, List<Piece>> byTenant = pieces.stream()
                .collect(
                        Collectors.groupingBy(piece -> piece.room().tenant(), LinkedHashMap::new, Collectors.toList()));
        int sum = 0;
        for (Map.Entry<TenantId, List<Piece>> tenant : byTenant.entrySet()) {
            TenantConnections.enter(connection, tenant.getKey());
            List<RoomEvent> fresh = new ArrayList<>();
            for (Piece piece : tenant.getValue()) {
                if (piece.alwaysMatters() || isHeard(connection, tenant.getKey(), heard)) {
                    fresh.addAll(apply(connection, piece));
                }
            }
            if (!fresh.isEmpty()) {
                for (RoomListener listener : listeners) {
                    listener.happened(connection, fresh);
                }
            }
            sum += fresh.size();
        }
        return sum;
    }

    /// Most of what happens is nobody's business here: then it costs no statement for its room.
    private boolean isHeard(Connection connection, TenantId tenant, Map<TenantId, Boolean> heard) throws SQLException {
        Boolean known = heard.get(tenant);
        if (known == null) {
            known = false;
            for (RoomListener listener : listeners) {
                known |= listener.listens(connection, tenant);
            }
            heard.put(tenant, known);
        }
        return known;
    }

    /// Has the events say who may read the room.
    ///
    /// @return those that are new
    private static List<RoomEvent> apply(Connection connection, Piece piece) throws SQLException {
        if (piece.events().getFirst() instanceof RoomEvent.RoomCreated created) {
            RoomAccess.add(connection, created);
        }
        Applied applied = Sql.first(
                        connection,
                        "select applied, applied_at, applied_at_of from room where tenant = ? and id = ? for update",
                        Applied::of,
                        piece.room().tenant().value(),
                        piece.room().room())
                .orElse(new Applied(Long.MAX_VALUE, Instant.MAX));
        List<RoomEvent> fresh =
                piece.events().stream().filter(applied::isBefore).toList();
        if (!fresh.isEmpty()) {
            for (RoomEvent event : fresh) {
                RoomAccess.apply(connection, event);
            }
            long last = fresh.getLast().sequence();
            Sql.update(
                    connection,
                    "update room set applied = greatest(applied, ?), applied_at = greatest(applied_at, ?),"
                            + " applied_at_of = greatest(applied, ?) where tenant = ? and id = ?",
                    last,
                    fresh.stream()
                            .map(RoomEvent::at)
                            .max(Comparator.naturalOrder())
                            .orElseThrow(),
                    last,
                    piece.room().tenant().value(),
                    piece.room().room());
        }
        return fresh;
    }
}
