package dev.atrium.jobs.notify;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tables `inbox_owner`, `inbox_item` and `notification`. Every method works in the connection's
/// transaction, which sees one tenant.
final class InboxTable {

    /// How many items an inbox keeps, and for how long.
    static final int MOST_ITEMS = 1_000;

    static final Duration KEEP = Duration.ofDays(90);

    /// How many notifications of one item are kept; no more are counted either.
    static final int MOST_OF_AN_ITEM = 100;

    /// What is too much is forgotten with each tenth that comes, twice as many as came: an inbox that
    /// was too full gets smaller, and most notifications do without the look.
    private static final int TRIM_EVERY = 10;

    private static final int TRIM = 2 * TRIM_EVERY;

    private static final String VIEW = "select i.id, i.category, i.latest, i.seen_up_to, i.read_up_to, i.archived,"
            + " n.title, n.group_title, n.body, n.link, n.data, n.topic, n.actor_subject, n.actor_handle, n.created_at,"
            + " (select count(*) from (select 1 from notification as u where u.tenant = i.tenant and u.item = i.id"
            + " and u.sequence > i.read_up_to limit " + MOST_OF_AN_ITEM + ") as unread) as unread"
            + " from inbox_item as i join notification as n"
            + " on n.tenant = i.tenant and n.item = i.id and n.sequence = i.latest where i.tenant = ? and i.recipient = ?"
            + " and not i.hidden";

    private static final String COUNT = "select o.revision, o.sequence,"
            + " (select count(*) from inbox_item as i where i.tenant = o.tenant"
            + " and i.recipient = o.recipient and i.latest > i.seen_up_to and not i.archived) as unseen,"
            + " (select count(*) from inbox_item as i where i.tenant = o.tenant"
            + " and i.recipient = o.recipient and i.latest > i.read_up_to and not i.archived) as unread";

    private InboxTable() {}

    /// Which items a list shows.
    ///
    /// @param category null: all
    /// @param below the number of the last item of the page before
    record Query(InboxStatus status, @Nullable Category category, long below, int limit) {}

    /// Holds the inbox until the transaction ends.
    ///
    /// @return the number of its last notification
    static RoundTrip.Answer<Long> lock(RoundTrip trip, TenantId tenant, String recipient) {
        return trip.made(
                "insert into inbox_owner (tenant, recipient) values (?, ?) on conflict (tenant, recipient)"
                        + " do update set recipient = excluded.recipient returning sequence",
                row -> row.getLong("sequence"),
                Optional::orElseThrow,
                tenant.value(),
                recipient);
    }

    static RoundTrip.Answer<Boolean> isKnown(RoundTrip trip, TenantId tenant, UUID notification) {
        return trip.exists("select 1 from notification where tenant = ? and id = ?", tenant.value(), notification);
    }

    /// Adds the notification to its item, which is in the inbox again if it was archived, and forgets the
    /// item's oldest beyond [#MOST_OF_AN_ITEM].
    ///
    /// @param hidden whether it is not in the inbox: then it has an item of its own that nobody sees
    static void add(
            RoundTrip trip, TenantId tenant, Notification notification, boolean hidden, long sequence, Instant now) {
        UUID item = hidden ? notification.id(tenant) : notification.item(tenant);
        Actor actor = notification.actor();
        trip.update(
                "with item as (insert into inbox_item (tenant, id, recipient, category, latest, hidden, archived)"
                        + " values (?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (tenant, id) do update set latest = excluded.latest, archived = false)"
                        + " insert into notification (tenant, id, recipient, sequence, item, category, title, group_title, body,"
                        + " link, data, topic, actor_subject, actor_handle, source, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tenant.value(),
                item,
                notification.recipient(),
                notification.category().label(),
                sequence,
                hidden,
                hidden,
                tenant.value(),
                notification.id(tenant),
                notification.recipient(),
                sequence,
                item,
                notification.category().label(),
                notification.title(),
                notification.groupTitle(),
                notification.body(),
                notification.link(),
                notification.data(),
                notification.topic(),
                actor == null ? null : actor.subject(),
                actor == null ? null : actor.handle(),
                notification.source(),
                now);
        if (notification.group() != null && !hidden) {
            forgetOldest(trip, tenant, item);
        }
    }

    /// What an item has beyond [#MOST_OF_AN_ITEM].
    private static void forgetOldest(RoundTrip trip, TenantId tenant, UUID item) {
        trip.update(
                "delete from notification where tenant = ? and item = ? and sequence <= (select sequence"
                        + " from notification where tenant = ? and item = ? order by sequence desc offset ? limit 1)",
                tenant.value(),
                item,
                tenant.value(),
                item,
                MOST_OF_AN_ITEM);
    }

    static void withdraw(Connection connection, TenantId tenant, String source) throws SQLException {
        Sql.update(
                connection,
                "update notification set body = null where tenant = ? and source = ? and body is not null",
                tenant.value(),
                source);
    }

    static void restore(Connection connection, TenantId tenant, String source, String body) throws SQLException {
        Sql.update(
                connection,
                "update notification set body = ? where tenant = ? and source = ? and body is null",
                body,
                tenant.value(),
                source);
    }

    /// Forgets items that are too many or too old, the oldest first, if it is time for that.
    ///
    /// @param sequence of the notification that has come
    static void trim(RoundTrip trip, TenantId tenant, String recipient, long sequence, Instant now) {
        if (sequence % TRIM_EVERY != 0) {
            return;
        }
        trip.update(
                "delete from inbox_item where tenant = ? and id in (select i.id from (select id, latest from inbox_item"
                        + " where tenant = ? and recipient = ? order by latest limit ?) as i join notification as n"
                        + " on n.tenant = ? and n.item = i.id and n.sequence = i.latest where n.created_at < ?"
                        + " or i.latest <= (select latest from inbox_item where tenant = ? and recipient = ?"
                        + " order by latest desc offset ? limit 1))",
                tenant.value(),
                tenant.value(),
                recipient,
                TRIM,
                tenant.value(),
                now.minus(KEEP),
                tenant.value(),
                recipient,
                MOST_ITEMS);
    }

    /// Notes that the inbox has changed; the transaction holds it.
    ///
    /// @param sequence of its last notification
    static RoundTrip.Answer<InboxCount> changed(RoundTrip trip, TenantId tenant, String recipient, long sequence) {
        return trip.made(
                "with o as (update inbox_owner set revision = revision + 1, sequence = ?"
                        + " where tenant = ? and recipient = ? returning *) " + COUNT + " from o",
                InboxTable::counted,
                count -> count.orElse(InboxCount.EMPTY),
                sequence,
                tenant.value(),
                recipient);
    }

    static InboxCount count(Connection connection, TenantId tenant, String recipient) throws SQLException {
        return Sql.first(
                        connection,
                        COUNT + " from inbox_owner as o where o.tenant = ? and o.recipient = ?",
                        InboxTable::counted,
                        tenant.value(),
                        recipient)
                .orElse(InboxCount.EMPTY);
    }

    private static InboxCount counted(ResultSet row) throws SQLException {
        return InboxCount.of(
                row.getInt("unseen"), row.getInt("unread"), row.getLong("revision"), row.getLong("sequence"));
    }

    /// The newest first.
    static List<InboxItem> list(Connection connection, TenantId tenant, String recipient, Query query)
            throws SQLException {
        String category = query.category() == null ? null : query.category().label();
        return Sql.query(
                connection,
                VIEW + " and i.latest < ? and " + query.status().condition()
                        + " and (?::text is null or i.category = ?) order by i.latest desc limit ?",
                InboxTable::item,
                tenant.value(),
                recipient,
                query.below(),
                category,
                category,
                query.limit());
    }

    static Optional<InboxItem> find(Connection connection, TenantId tenant, String recipient, UUID item)
            throws SQLException {
        return Sql.first(connection, VIEW + " and i.id = ?", InboxTable::item, tenant.value(), recipient, item);
    }

    /// Marks one item, or all.
    ///
    /// @param item null: all
    /// @param upTo number up to which it is done
    /// @return how many items it has changed
    static int mark(Connection connection, TenantId tenant, String recipient, Mark mark, @Nullable UUID item, long upTo)
            throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        String change = "update inbox_item set " + mark.change() + " where tenant = ? and recipient = ?"
                + " and not hidden and (?::uuid is null or id = ?) and " + mark.condition();
        int inChange = (int) mark.change().chars().filter(c -> c == '?').count();
        parameters.addAll(Collections.nCopies(inChange, upTo));
        parameters.add(tenant.value());
        parameters.add(recipient);
        parameters.add(item);
        parameters.add(item);
        parameters.addAll(Collections.nCopies(mark.parameters() - inChange, upTo));
        return Sql.update(connection, change, parameters.toArray());
    }

    private static InboxItem item(ResultSet row) throws SQLException {
        long latest = row.getLong("latest");
        int unread = row.getInt("unread");
        String actor = row.getString("actor_subject");
        return new InboxItem(
                row.getObject("id", UUID.class),
                Category.labelled(row.getString("category")).orElse(Category.APP),
                InboxItem.title(row.getString("title"), row.getString("group_title"), unread),
                row.getString("body"),
                row.getString("link"),
                row.getString("data"),
                row.getString("topic"),
                actor == null ? null : new Actor(actor, row.getString("actor_handle")),
                unread,
                latest <= row.getLong("seen_up_to"),
                latest <= row.getLong("read_up_to"),
                row.getBoolean("archived"),
                Sql.requiredInstant(row, "created_at"),
                PageRequest.cursor(Long.toString(latest)));
    }
}
