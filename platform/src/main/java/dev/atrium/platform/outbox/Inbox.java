package dev.atrium.platform.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Remembers which events had their effect, in the transaction of the effect, so that a repeated event has none.
public final class Inbox {

    private static final String INSERT =
            "insert into inbox (consumer, event_id) values (?, ?) on conflict (consumer, event_id) do nothing";

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
}
