package dev.atrium.jobs.intake;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// When what consumers were told last of each subject was told: the table `last_told`. Every method works
/// in the connection's transaction, which sees the event's tenant.
final class LastTold {

    private LastTold() {}

    /// The event has had its effect.
    static void put(Connection connection, String consumer, CloudEvent event) throws SQLException {
        Sql.update(
                connection,
                "insert into last_told as last (tenant, consumer, subject, at) values (?, ?, ?, ?)"
                        + " on conflict (tenant, consumer, subject) do update set at = excluded.at"
                        + " where last.at < excluded.at",
                event.event().tenant().value(),
                consumer,
                event.event().subject(),
                event.time());
    }

    /// Whether something that is newer than the event has had its effect.
    static boolean isNewer(Connection connection, String consumer, CloudEvent event) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from last_told where tenant = ? and consumer = ? and subject = ? and at > ?",
                event.event().tenant().value(),
                consumer,
                event.event().subject(),
                event.time());
    }
}
