package dev.atrium.platform.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Remembers which events had their effect, in the transaction of the effect, so that a repeated event has none.
public final class Inbox {

    private static final String INSERT =
            "insert into inbox (consumer, event_id) values (?, ?) on conflict (consumer, event_id) do nothing";

    private static final String INSERT_ALL = "insert into inbox (consumer, event_id) select ?, unnest(?::text[])"
            + " on conflict (consumer, event_id) do nothing returning event_id";

    private Inbox() {}

    /// Marks an event as received; the mark is part of the connection's transaction.
    ///
    /// @param consumer name of the consuming feature
    /// @param eventId the CloudEvents id
    /// @return false if it was received before: then do nothing
    public static boolean firstTime(Connection connection, String consumer, String eventId) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, consumer);
            insert.setString(2, eventId);
            return insert.executeUpdate() == 1;
        }
    }

    /// The same for many events in one statement.
    ///
    /// @return those that were not received before: only they may have their effect, each once
    public static Set<String> firstTimes(Connection connection, String consumer, Collection<String> eventIds)
            throws SQLException {
        Set<String> fresh = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ALL)) {
            insert.setString(1, consumer);
            insert.setArray(2, connection.createArrayOf("text", eventIds.toArray()));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    fresh.add(rows.getString(1));
                }
            }
        }
        return fresh;
    }
}
