package dev.atrium.jobs.notify.delivery;

import dev.atrium.jobs.notify.Category;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The tables `notification_delivery` and `notification_delivery_turn`.
final class DeliveryTable {

    /// Most notifications of one mail or push; what is more comes with the next.
    private static final int BUNDLE = 100;

    private DeliveryTable() {}

    static void insert(
            Connection connection, Deliveries.Recipient recipient, Channel channel, UUID notification, Instant dueAt)
            throws SQLException {
        Sql.update(
                connection,
                "insert into notification_delivery (tenant, recipient, channel, notification, due_at)"
                        + " values (?, ?, ?, ?, ?) on conflict do nothing",
                recipient.tenant().value(),
                recipient.subject(),
                channel.label(),
                notification,
                dueAt);
    }

    /// @return whether a job is needed: there is none that comes as soon. One that is hours late will
    ///     not come: it was cancelled or is dead
    static boolean takeTurn(Connection connection, Deliveries.Recipient recipient, Channel channel, Instant dueAt)
            throws SQLException {
        return Sql.changes(
                connection,
                "insert into notification_delivery_turn as t (tenant, recipient, channel, due_at)"
                        + " values (?, ?, ?, ?) on conflict (tenant, recipient, channel) do update"
                        + " set due_at = excluded.due_at where t.due_at > excluded.due_at"
                        + " or t.due_at < excluded.due_at - interval '1 hour'",
                recipient.tenant().value(),
                recipient.subject(),
                channel.label(),
                dueAt);
    }

    static void forgetTurn(Connection connection, Deliveries.Recipient recipient, Channel channel) throws SQLException {
        Sql.update(
                connection,
                "delete from notification_delivery_turn where tenant = ? and recipient = ? and channel = ?",
                recipient.tenant().value(),
                recipient.subject(),
                channel.label());
    }

    static void dropRead(Connection connection, Deliveries.Recipient recipient, Channel channel) throws SQLException {
        Sql.update(
                connection,
                "delete from notification_delivery as d using notification as n, inbox_item as i"
                        + " where d.tenant = ? and d.recipient = ? and d.channel = ? and d.job is null"
                        + " and n.tenant = d.tenant and n.id = d.notification and i.tenant = n.tenant and i.id = n.item"
                        + " and n.sequence <= i.read_up_to",
                recipient.tenant().value(),
                recipient.subject(),
                channel.label());
    }

    /// What is about rooms, and no job has taken yet: its topics.
    static List<String> roomTopics(Connection connection, Deliveries.Recipient recipient, Channel channel)
            throws SQLException {
        return Sql.query(
                connection,
                "select distinct n.topic from notification_delivery as d join notification as n"
                        + " on n.tenant = d.tenant and n.id = d.notification where d.tenant = ? and d.recipient = ?"
                        + " and d.channel = ? and d.job is null and n.topic like 'room:%'",
                row -> row.getString("topic"),
                recipient.tenant().value(),
                recipient.subject(),
                channel.label());
    }

    static void dropAbout(
            Connection connection, Deliveries.Recipient recipient, Channel channel, Collection<String> topics)
            throws SQLException {
        Sql.update(
                connection,
                "delete from notification_delivery as d using notification as n"
                        + " where d.tenant = ? and d.recipient = ? and d.channel = ? and d.job is null"
                        + " and n.tenant = d.tenant and n.id = d.notification and n.topic = any(?)",
                recipient.tenant().value(),
                recipient.subject(),
                channel.label(),
                Sql.texts(connection, topics));
    }

    static void take(Connection connection, Deliveries.Recipient recipient, Channel channel, UUID job, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "update notification_delivery set job = ? where tenant = ? and recipient = ? and channel = ?"
                        + " and notification in (select notification from notification_delivery where tenant = ?"
                        + " and recipient = ? and channel = ? and job is null and due_at <= ?"
                        + " and not exists (select 1 from notification_delivery where tenant = ? and job = ?)"
                        + " order by due_at, notification limit ?)",
                job,
                recipient.tenant().value(),
                recipient.subject(),
                channel.label(),
                recipient.tenant().value(),
                recipient.subject(),
                channel.label(),
                now,
                recipient.tenant().value(),
                job,
                BUNDLE);
    }

    /// The oldest first.
    static List<Due> taken(Connection connection, Deliveries.Recipient recipient, Channel channel, UUID job)
            throws SQLException {
        return Sql.query(
                connection,
                "select n.id, n.item, n.category, n.title, n.body, n.link, n.topic, n.created_at"
                        + " from notification_delivery as d join notification as n"
                        + " on n.tenant = d.tenant and n.id = d.notification where d.tenant = ? and d.recipient = ?"
                        + " and d.channel = ? and d.job = ? order by n.sequence",
                DeliveryTable::due,
                recipient.tenant().value(),
                recipient.subject(),
                channel.label(),
                job);
    }

    static Optional<Instant> nextDue(Connection connection, Deliveries.Recipient recipient, Channel channel)
            throws SQLException {
        return Sql.first(
                connection,
                "select due_at from notification_delivery where tenant = ? and recipient = ? and channel = ?"
                        + " and job is null order by due_at limit 1",
                row -> Sql.requiredInstant(row, "due_at"),
                recipient.tenant().value(),
                recipient.subject(),
                channel.label());
    }

    static void delete(Connection connection, Deliveries.Recipient recipient, Channel channel, UUID job)
            throws SQLException {
        Sql.update(
                connection,
                "delete from notification_delivery where tenant = ? and recipient = ? and channel = ? and job = ?",
                recipient.tenant().value(),
                recipient.subject(),
                channel.label(),
                job);
    }

    static void deleteAll(Connection connection, Deliveries.Recipient recipient, Channel channel) throws SQLException {
        Sql.update(
                connection,
                "delete from notification_delivery where tenant = ? and recipient = ? and channel = ?",
                recipient.tenant().value(),
                recipient.subject(),
                channel.label());
        forgetTurn(connection, recipient, channel);
    }

    /// @return whether there was anything
    static boolean postpone(Connection connection, Deliveries.Recipient recipient, Channel channel, Instant dueAt)
            throws SQLException {
        return Sql.update(
                        connection,
                        "update notification_delivery set due_at = ? where tenant = ? and recipient = ? and channel = ?"
                                + " and job is null",
                        dueAt,
                        recipient.tenant().value(),
                        recipient.subject(),
                        channel.label())
                > 0;
    }

    /// Has nothing that no job has taken be due before a time.
    static void holdUntil(Connection connection, Deliveries.Recipient recipient, Channel channel, Instant until)
            throws SQLException {
        Sql.update(
                connection,
                "update notification_delivery set due_at = ? where tenant = ? and recipient = ? and channel = ?"
                        + " and job is null and due_at < ?",
                until,
                recipient.tenant().value(),
                recipient.subject(),
                channel.label(),
                until);
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                row.getObject("id", UUID.class),
                row.getObject("item", UUID.class),
                Category.labelled(row.getString("category")).orElse(Category.APP),
                row.getString("title"),
                row.getString("body"),
                row.getString("link"),
                row.getString("topic"),
                Sql.requiredInstant(row, "created_at"));
    }
}
