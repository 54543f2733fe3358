package dev.atrium.jobs.moderation;

import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// The table `moderation_recent`: what people sent lately. Every method works in the connection's transaction, which
/// sees the tenant.
final class RecentTable {

    private RecentTable() {}

    /// @param fingerprint of its text
    static void add(Connection connection, MessagePosted message, String fingerprint) throws SQLException {
        Sql.update(
                connection,
                "insert into moderation_recent (tenant, room, sequence, subject, text, at) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                message.tenant().value(),
                message.room(),
                message.sequence(),
                message.sender().subject(),
                fingerprint,
                message.at());
    }

    /// How often its author sent this text in the room within some time up to this message.
    static long count(Connection connection, MessagePosted message, String fingerprint, Duration within)
            throws SQLException {
        return Sql.count(
                connection,
                "select count(*) from moderation_recent where tenant = ? and room = ? and subject = ?"
                        + " and text = ? and at > ? and sequence <= ?",
                message.tenant().value(),
                message.room(),
                message.sender().subject(),
                fingerprint,
                message.at().minus(within),
                message.sequence());
    }
}
