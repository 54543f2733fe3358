package dev.atrium.jobs.moderation;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table `moderation_history`. Every method works in the connection's transaction, which sees the tenant.
final class HistoryTable {

    /// How many entries are told of an item: the newest.
    private static final int SHOWN = 200;

    private HistoryTable() {}

    static void add(Connection connection, Item item, HistoryEntry entry) throws SQLException {
        Actor actor = entry.actor();
        Sql.update(
                connection,
                "insert into moderation_history (tenant, item, number, at, type, actor_subject, actor_handle, reason,"
                        + " detail) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                item.tenant().value(),
                item.id(),
                entry.number(),
                entry.at(),
                entry.type(),
                actor == null ? null : actor.subject(),
                actor == null ? null : actor.handle(),
                entry.reason(),
                entry.detail());
    }

    /// Forgets what was found in the message, and what was said of it.
    static void forgetDetails(Connection connection, Item item) throws SQLException {
        Sql.update(
                connection,
                "update moderation_history set detail = null where tenant = ? and item = ? and detail is not null",
                item.tenant().value(),
                item.id());
    }

    /// Newest first.
    static List<HistoryEntry> of(Connection connection, Item item) throws SQLException {
        return Sql.query(
                connection,
                "select * from moderation_history where tenant = ? and item = ? order by number desc limit ?",
                HistoryTable::entry,
                item.tenant().value(),
                item.id(),
                SHOWN);
    }

    private static HistoryEntry entry(ResultSet row) throws SQLException {
        return new HistoryEntry(
                row.getInt("number"),
                Sql.requiredInstant(row, "at"),
                row.getString("type"),
                actor(row),
                row.getString("reason"),
                row.getString("detail"));
    }

    private static @Nullable Actor actor(ResultSet row) throws SQLException {
        String subject = row.getString("actor_subject");
        return subject == null ? null : new Actor(subject, row.getString("actor_handle"));
    }
}
