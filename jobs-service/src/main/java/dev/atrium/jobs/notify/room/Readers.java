package dev.atrium.jobs.notify.room;

import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may know what happens in rooms, as far as the room log was read. Every method works in the
/// connection's transaction, which sees one tenant.
public final class Readers {

    private static final String TOPIC = "room:";

    private Readers() {}

    /// By what notifications of a room are muted.
    static String topic(String room) {
        return TOPIC + room;
    }

    /// Whether somebody may know what a notification says.
    ///
    /// @param topic the notification's; of what is not a room's, everybody may know who is told. Null: the same
    public static boolean mayKnow(
            Connection connection, TenantId tenant, String subject, @Nullable String topic, Instant now)
            throws SQLException {
        if (topic == null || !topic.startsWith(TOPIC)) {
            return true;
        }
        Optional<KnownRoom> room = KnownTable.room(connection, tenant, topic.substring(TOPIC.length()));
        return room.isPresent() && mayRead(connection, tenant, room.get(), subject, now);
    }

    static boolean mayRead(Connection connection, TenantId tenant, KnownRoom room, String subject, Instant now)
            throws SQLException {
        KnownRoom.Person person =
                KnownTable.person(connection, tenant, room.id(), subject).orElse(null);
        return room.mayRead(subject, person, now);
    }
}
