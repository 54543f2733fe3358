package dev.atrium.platform.outbox;

import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
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
        return Sql.changes(connection, INSERT, consumer, eventId);
    }

    /// The same for many events in one statement.
    ///
    /// @return those that were not received before: only they may have their effect, each once
    public static Set<String> firstTimes(Connection connection, String consumer, Collection<String> eventIds)
            throws SQLException {
        return new HashSet<>(
                Sql.query(connection, INSERT_ALL, row -> row.getString(1), consumer, Sql.texts(connection, eventIds)));
    }
}
