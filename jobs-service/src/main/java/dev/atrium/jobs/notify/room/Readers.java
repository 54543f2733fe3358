package dev.atrium.jobs.notify.room;

import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may know what happens in rooms, as far as the room log was read. Every method works in the
/// connection's transaction, which sees one tenant.
public final class Readers {

    private static final String TOPIC = "room:";

    private Readers() {}

    /// By what notifications of a room are muted.
    static String topic(String room) {
        return TOPIC + room;
    }

    /// Of what somebody may not know, with one statement however many topics there are.
    ///
    /// @param topics of notifications: of what is not a room's, everybody may know who is told
    /// @return those of rooms that it may not read, or that are not there
    public static Set<String> secrets(
            Connection connection, TenantId tenant, String subject, Collection<String> topics, Instant now)
            throws SQLException {
        Set<String> secrets =
                topics.stream().filter(topic -> topic.startsWith(TOPIC)).collect(Collectors.toCollection(HashSet::new));
        if (secrets.isEmpty()) {
            return secrets;
        }
        List<String> rooms =
                secrets.stream().map(topic -> topic.substring(TOPIC.length())).toList();
        for (KnownTable.Standing standing : KnownTable.standings(connection, tenant, subject, rooms)) {
            if (standing.room().mayRead(subject, standing.person(), now)) {
                secrets.remove(topic(standing.room().id()));
            }
        }
        return secrets;
    }

    static boolean mayRead(Connection connection, TenantId tenant, KnownRoom room, String subject, Instant now)
            throws SQLException {
        KnownRoom.Person person =
                KnownTable.person(connection, tenant, room.id(), subject).orElse(null);
        return room.mayRead(subject, person, now);
    }
}
