package dev.atrium.media.rooms;

import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.JdbcPositions;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.roomlog.ReaderChange;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Keeps the tables `room`, `room_person` and `moderated_file` in step with the room log, and how far it
/// has read, in one transaction. Several instances may do the same work beside each other: rooms are
/// inserted once, what is known of them is replaced only by what happened later, and positions only move
/// forward.
@ApplicationScoped
public class RoomProjection implements Projection {

    private static final JdbcPositions POSITIONS = new JdbcPositions("room_log_position");
    private static final String ADD_ROOM = "insert into room (tenant, id, public_read, owner_subject)"
            + " values (?, ?, ?, ?) on conflict (tenant, id) do nothing";
    private static final String CHANGE_ROOM =
            "update room set public_read = ?, everyone = ?, changed = ? where tenant = ? and id = ? and changed < ?";
    private static final String ARCHIVE_ROOM =
            "update room set archived = ?, archived_at = ? where tenant = ? and id = ? and archived_at < ?";
    private static final String END_ROOM = "update room set gone = true where tenant = ? and id = ?";
    private static final String FORGET_PERSONS = "delete from room_person where tenant = ? and room = ?";
    private static final String PUT_MEMBER = "insert into room_person (tenant, room, subject, role, role_at)"
            + " values (?, ?, ?, ?, ?) on conflict (tenant, room, subject) do update set role = excluded.role,"
            + " role_at = excluded.role_at where room_person.role_at < excluded.role_at";
    private static final String PUT_BAN =
            "insert into room_person (tenant, room, subject, banned, banned_until, banned_at)"
                    + " values (?, ?, ?, ?, ?, ?) on conflict (tenant, room, subject) do update"
                    + " set banned = excluded.banned, banned_until = excluded.banned_until,"
                    + " banned_at = excluded.banned_at where room_person.banned_at < excluded.banned_at";

    private final DataSource dataSource;
    private final RoomChanges changes;

    RoomProjection(DataSource dataSource, RoomChanges changes) {
        this.dataSource = dataSource;
        this.changes = changes;
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
        List<RoomEvent> known =
                batch.stream().flatMap(RoomProjection::aboutReading).toList();
        TenantConnections.inTransaction(dataSource, connection -> {
            for (RoomEvent event : known) {
                TenantConnections.enter(connection, event.tenant());
                apply(connection, event);
            }
            POSITIONS.moveOn(connection, positions);
            return known.size();
        });
        if (!known.isEmpty()) {
            changes.announce();
        }
    }

    private static Stream<RoomEvent> aboutReading(Followed followed) {
        return switch (followed) {
            case Followed.InRoom(RoomEvent.RoomCreated room) -> Stream.of(room);
            case Followed.InRoom(RoomEvent.AccessChange change) -> Stream.of(change);
            case Followed.InRoom(RoomEvent.MessagePosted _) -> Stream.empty();
            case Followed.InRoom(RoomEvent.DocumentChanged _) -> Stream.empty();
            case Followed.InRoom(RoomEvent.MessageChange change) ->
                ModeratedFiles.concerns(change) ? Stream.of(change) : Stream.empty();
            case Followed.InRoom(RoomEvent.ObjectEvent _) -> Stream.empty();
            case Followed.InRoom(RoomEvent.Personal _) -> Stream.empty();
            case Followed.Elsewhere _ -> Stream.empty();
        };
    }

    private static void apply(Connection connection, RoomEvent event) throws SQLException {
        switch (event) {
            case RoomEvent.RoomCreated room -> add(connection, room);
            case RoomEvent.AccessChange change -> apply(connection, change);
            case RoomEvent.MessageChange change -> ModeratedFiles.apply(connection, change);
            case RoomEvent.MessagePosted _,
                    RoomEvent.DocumentChanged _,
                    RoomEvent.ObjectEvent _,
                    RoomEvent.Personal _ -> {
                // They say nothing about who may read what.
            }
        }
    }

    private static void apply(Connection connection, RoomEvent.AccessChange change) throws SQLException {
        if (change instanceof RoomEvent.RoomArchived moved) {
            archive(connection, moved);
        }
        for (ReaderChange reader : ReaderChange.of(change)) {
            switch (reader) {
                case ReaderChange.Room room -> change(connection, change, room);
                case ReaderChange.Member member -> member(connection, change, member);
                case ReaderChange.Ban ban -> ban(connection, change, ban.subject(), true, ban.until());
                case ReaderChange.Unban unban -> ban(connection, change, unban.subject(), false, null);
                case ReaderChange.Gone _ -> {
                    Sql.update(connection, END_ROOM, change.tenant().value(), change.room());
                    Sql.update(connection, FORGET_PERSONS, change.tenant().value(), change.room());
                }
            }
        }
    }

    private static void add(Connection connection, RoomEvent.RoomCreated room) throws SQLException {
        Sql.update(
                connection,
                ADD_ROOM,
                room.tenant().value(),
                room.room(),
                room.visibility().isPublic(),
                room.owner().subject());
    }

    private static void change(Connection connection, RoomEvent.AccessChange change, ReaderChange.Room room)
            throws SQLException {
        Sql.update(
                connection,
                CHANGE_ROOM,
                room.isPublic(),
                room.everyone().name(),
                change.sequence(),
                change.tenant().value(),
                change.room(),
                change.sequence());
    }

    private static void archive(Connection connection, RoomEvent.RoomArchived moved) throws SQLException {
        Sql.update(
                connection,
                ARCHIVE_ROOM,
                moved.archived(),
                moved.sequence(),
                moved.tenant().value(),
                moved.room(),
                moved.sequence());
    }

    private static void member(Connection connection, RoomEvent.AccessChange change, ReaderChange.Member member)
            throws SQLException {
        RoomEvent.Role role = member.role();
        Sql.update(
                connection,
                PUT_MEMBER,
                change.tenant().value(),
                change.room(),
                member.subject(),
                role == null ? null : role.name(),
                change.sequence());
    }

    private static void ban(
            Connection connection,
            RoomEvent.AccessChange change,
            String subject,
            boolean banned,
            @Nullable Instant until)
            throws SQLException {
        Sql.update(
                connection, PUT_BAN, change.tenant().value(), change.room(), subject, banned, until, change.sequence());
    }
}
