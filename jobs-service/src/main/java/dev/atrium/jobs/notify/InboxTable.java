package dev.atrium.jobs.notify;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private static final long TRIM = 2 * TRIM_EVERY;

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

    /// The same for many inboxes.
    ///
    /// @param recipients an array of texts, each once, in the order in which they are held
    /// @return by recipient
    static RoundTrip.Answer<List<Map.Entry<String, Long>>> lock(RoundTrip trip, TenantId tenant, Array recipients) {
        return trip.all(
                "insert into inbox_owner (tenant, recipient) select ?, x.recipient"
                        + " from unnest(?::text[]) with ordinality as x(recipient, n) order by x.n"
                        + " on conflict (tenant, recipient) do update set recipient = excluded.recipient"
                        + " returning recipient, sequence",
                row -> Map.entry(row.getString("recipient"), row.getLong("sequence")),
                tenant.value(),
                recipients);
    }

    /// Which of the notifications are there.
    ///
    /// @param notifications an array of ids
    static RoundTrip.Answer<List<UUID>> known(RoundTrip trip, TenantId tenant, Array notifications) {
        return trip.all(
                "select id from notification where tenant = ? and id = any(?)",
                row -> row.getObject("id", UUID.class),
                tenant.value(),
                notifications);
    }

    /// A notification that comes to an inbox.
    ///
    /// @param hidden whether it is not in the inbox: then it has an item of its own that nobody sees
    /// @param sequence its number in the inbox
    record Arrival(Notification notification, boolean hidden, long sequence) {

        UUID item(TenantId tenant) {
            return hidden ? notification.id(tenant) : notification.item(tenant);
        }
    }

    /// Adds notifications to their items, which are in the inbox again if they were archived, and forgets the
    /// items' oldest beyond [#MOST_OF_AN_ITEM].
    ///
    /// @param arrivals those of an inbox with growing numbers
    static void add(RoundTrip trip, Connection connection, TenantId tenant, List<Arrival> arrivals, Instant now)
            throws SQLException {
        Map<UUID, Arrival> latest = new LinkedHashMap<>();
        arrivals.forEach(arrival -> latest.put(arrival.item(tenant), arrival));
        Columns<Map.Entry<UUID, Arrival>> items = new Columns<>(connection, latest.entrySet());
        trip.update(
                "insert into inbox_item (tenant, id, recipient, category, latest, hidden, archived)"
                        + " select ?, x.id, x.recipient, x.category, x.latest, x.hidden, x.hidden"
                        + " from unnest(?::uuid[], ?::text[], ?::text[], ?::int8[], ?::bool[])"
                        + " as x(id, recipient, category, latest, hidden)"
                        + " on conflict (tenant, id) do update set latest = excluded.latest, archived = false",
                tenant.value(),
                items.of("uuid", Map.Entry::getKey),
                items.of("text", item -> item.getValue().notification().recipient()),
                items.of(
                        "text",
                        item -> item.getValue().notification().category().label()),
                items.of("int8", item -> item.getValue().sequence()),
                items.of("bool", item -> item.getValue().hidden()));
        insert(trip, new Columns<>(connection, arrivals), tenant, now);
        List<UUID> grouped = latest.entrySet().stream()
                .filter(item -> item.getValue().notification().group() != null
                        && !item.getValue().hidden())
                .map(Map.Entry::getKey)
                .toList();
        if (!grouped.isEmpty()) {
            forgetOldest(trip, tenant, Sql.array(connection, "uuid", grouped.stream()));
        }
    }

    private static void insert(RoundTrip trip, Columns<Arrival> arrivals, TenantId tenant, Instant now)
            throws SQLException {
        trip.update(
                "insert into notification (tenant, id, recipient, sequence, item, category, title, group_title, body,"
                        + " link, data, topic, actor_subject, actor_handle, source, created_at)"
                        + " select ?, x.*, ? from unnest(?::uuid[], ?::text[], ?::int8[], ?::uuid[], ?::text[], ?::text[],"
                        + " ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as x",
                tenant.value(),
                now,
                arrivals.of("uuid", arrival -> arrival.notification().id(tenant)),
                arrivals.of("text", arrival -> arrival.notification().recipient()),
                arrivals.of("int8", Arrival::sequence),
                arrivals.of("uuid", arrival -> arrival.item(tenant)),
                arrivals.of("text", arrival -> arrival.notification().category().label()),
                arrivals.of("text", arrival -> arrival.notification().title()),
                arrivals.of("text", arrival -> arrival.notification().groupTitle()),
                arrivals.of("text", arrival -> arrival.notification().body()),
                arrivals.of("text", arrival -> arrival.notification().link()),
                arrivals.of("text", arrival -> arrival.notification().data()),
                arrivals.of("text", arrival -> arrival.notification().topic()),
                arrivals.of("text", arrival -> arrival.notification().actorSubject()),
                arrivals.of("text", arrival -> arrival.notification().actorHandle()),
                arrivals.of("text", arrival -> arrival.notification().source()));
    }

    /// What items have beyond [#MOST_OF_AN_ITEM].
    ///
    /// @param items an array of ids
    private static void forgetOldest(RoundTrip trip, TenantId tenant, Array items) {
        trip.update(
                "delete from notification where tenant = ? and id = any(array(select n.id from unnest(?::uuid[]) as x(item)"
                        + " cross join lateral (select id from notification where tenant = ? and item = x.item"
                        + " order by sequence desc offset ?) as n))",
                tenant.value(),
                items,
                tenant.value(),
                MOST_OF_AN_ITEM);
    }

    static void withdraw(Connection connection, TenantId tenant, String source) throws SQLException {
        Sql.update(
                connection,
                "update notification set body = null where tenant = ? and source = ? and body is not null",
                tenant.value(),
                source);
    }

    /// @return how many; fewer than the limit: all
    static int withdrawAbout(Connection connection, TenantId tenant, String topic, int limit) throws SQLException {
        return Sql.update(
                connection,
                "update notification set body = null where tenant = ? and id in (select id from notification"
                        + " where tenant = ? and topic = ? and body is not null limit ? for update)",
                tenant.value(),
                tenant.value(),
                topic,
                limit);
    }

    static void restore(Connection connection, TenantId tenant, String source, String body) throws SQLException {
        Sql.update(
                connection,
                "update notification set body = ? where tenant = ? and source = ? and body is null",
                body,
                tenant.value(),
                source);
    }

    /// Forgets items that are too many or too old, the oldest first, where it is time for that: the more
    /// have come at once, the more. One statement for all inboxes: each number of statements would be
    /// planned for itself, which takes longer than to execute them.
    ///
    /// @param came by recipient
    static void trim(RoundTrip trip, Connection connection, TenantId tenant, Map<String, Came> came, Instant now)
            throws SQLException {
        Map<String, Long> most = new LinkedHashMap<>();
        came.forEach((recipient, last) -> most.put(recipient, TRIM * last.tens()));
        most.values().removeIf(none -> none == 0);
        if (most.isEmpty()) {
            return;
        }
        Columns<Map.Entry<String, Long>> inboxes = new Columns<>(connection, most.entrySet());
        trip.update(
                "delete from inbox_item where tenant = ? and id = any(array(select i.id"
                        + " from unnest(?::text[], ?::int8[]) as x(recipient, most)"
                        + " left join lateral (select latest from inbox_item where tenant = ? and recipient = x.recipient"
                        + " order by latest desc offset ? limit 1) as beyond on true"
                        + " cross join lateral (select id, latest from inbox_item where tenant = ?"
                        + " and recipient = x.recipient order by latest limit x.most) as i"
                        + " where i.latest <= beyond.latest or (select created_at from notification where tenant = ?"
                        + " and item = i.id and sequence = i.latest) < ?))",
                tenant.value(),
                inboxes.of("text", Map.Entry::getKey),
                inboxes.of("int8", Map.Entry::getValue),
                tenant.value(),
                MOST_ITEMS,
                tenant.value(),
                tenant.value(),
                now.minus(KEEP));
    }

    /// What has changed in an inbox.
    ///
    /// @param count how many notifications came, or other changes
    /// @param sequence of the last notification
    record Came(long count, long sequence) {

        /// How many tenth notifications are among those that came.
        private long tens() {
            return sequence / TRIM_EVERY - (sequence - count) / TRIM_EVERY;
        }
    }

    /// Notes that inboxes have changed, once for each that came; the transaction holds them.
    ///
    /// @param came by recipient
    /// @return by recipient, as it is after all of them
    static RoundTrip.Answer<List<Map.Entry<String, InboxCount>>> changed(
            RoundTrip trip, Connection connection, TenantId tenant, Map<String, Came> came) throws SQLException {
        Columns<Map.Entry<String, Came>> inboxes = new Columns<>(connection, came.entrySet());
        Array recipients = inboxes.of("text", Map.Entry::getKey);
        return trip.all(
                "with o as (update inbox_owner as w set revision = w.revision + x.count, sequence = x.sequence"
                        + " from unnest(?::text[], ?::int8[], ?::int8[]) as x(recipient, count, sequence)"
                        // The list of recipients is there for the planner: whatever else it does, it looks at no other
                        // inbox.
                        + " where w.tenant = ? and w.recipient = any(?) and w.recipient = x.recipient returning w.*) "
                        + COUNT + ", o.recipient from o",
                row -> Map.entry(row.getString("recipient"), counted(row)),
                recipients,
                inboxes.of("int8", inbox -> inbox.getValue().count()),
                inboxes.of("int8", inbox -> inbox.getValue().sequence()),
                tenant.value(),
                recipients);
    }

    /// Notes that an inbox was changed, to which nothing came; the transaction holds it.
    ///
    /// @param sequence of its last notification
    static InboxCount changed(Connection connection, TenantId tenant, String recipient, long sequence)
            throws SQLException {
        RoundTrip trip = new RoundTrip(connection);
        RoundTrip.Answer<List<Map.Entry<String, InboxCount>>> counts =
                changed(trip, connection, tenant, Map.of(recipient, new Came(1, sequence)));
        trip.send();
        return counts.get().isEmpty()
                ? InboxCount.EMPTY
                : counts.get().getFirst().getValue();
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
