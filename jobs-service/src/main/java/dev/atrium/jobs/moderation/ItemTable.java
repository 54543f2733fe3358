package dev.atrium.jobs.moderation;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.moderation.rule.Finding;
import dev.atrium.jobs.rooms.Moderator;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tables `moderation_item` and `moderation_report`. Every method works in the connection's transaction, which sees
/// the tenant.
final class ItemTable {

    private static final String SELECT = "select * from moderation_item x where tenant = ?";

    /// Which items a list shows.
    ///
    /// @param status null: any, as the others here
    record Filter(
            @Nullable ItemStatus status,
            @Nullable String room,
            @Nullable UUID rule) {}

    private ItemTable() {}

    /// Whether the tenant has any item.
    static boolean isAny(Connection connection, TenantId tenant) throws SQLException {
        return Sql.exists(connection, "select 1 from moderation_item where tenant = ? limit 1", tenant.value());
    }

    static Optional<Item> find(Connection connection, TenantId tenant, String id) throws SQLException {
        return Sql.first(connection, SELECT + " and id = ?", ItemTable::item, tenant.value(), id);
    }

    /// The item; nobody else changes it until the transaction ends.
    static Optional<Item> lock(Connection connection, TenantId tenant, String id) throws SQLException {
        return Sql.first(connection, SELECT + " and id = ? for update", ItemTable::item, tenant.value(), id);
    }

    /// Items of a room whose messages are there, as [#lock].
    static List<Item> lockSome(Connection connection, TenantId tenant, String room, int limit) throws SQLException {
        return Sql.query(
                connection,
                SELECT + " and room = ? and status <> ? order by created_at desc, id desc limit ? for update",
                ItemTable::item,
                tenant.value(),
                room,
                ItemStatus.DELETED.label(),
                limit);
    }

    /// Adds an item unless there is one of the message, and locks it.
    static Item added(Connection connection, Item item) throws SQLException {
        Sql.update(
                connection,
                "insert into moderation_item (tenant, id, room, sequence, author_subject, author_handle, posted_at,"
                        + " content, file_name, text_sequence, status, hidden, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant, id) do nothing",
                item.tenant().value(),
                item.id(),
                item.room(),
                item.sequence(),
                item.author().subject(),
                item.author().handle(),
                item.postedAt(),
                item.content(),
                item.fileName(),
                item.textSequence(),
                item.standing().status().label(),
                item.standing().hidden(),
                item.createdAt(),
                item.updatedAt());
        return lock(connection, item.tenant(), item.id()).orElseThrow();
    }

    /// Stores what may change of an item.
    static void update(Connection connection, Item item) throws SQLException {
        Item.Decision decision = item.decision();
        Sql.update(
                connection,
                "update moderation_item set content = ?, file_name = ?, text_sequence = ?, status = ?, hidden = ?,"
                        + " rules = ?, findings = ?, reports = ?, entries = ?, updated_at = ?, decided_by = ?,"
                        + " decided_by_handle = ?, decided_at = ?, decision_reason = ?, decided_text = ?"
                        + " where tenant = ? and id = ?",
                item.content(),
                item.fileName(),
                item.textSequence(),
                item.standing().status().label(),
                item.standing().hidden(),
                connection.createArrayOf(
                        "text",
                        item.findings().stream()
                                .map(finding -> finding.rule().toString())
                                .distinct()
                                .toArray()),
                Json.write(item.findings()),
                item.reports(),
                item.entries(),
                item.updatedAt(),
                decision == null ? null : decision.by().subject(),
                decision == null ? null : decision.by().handle(),
                decision == null ? null : decision.at(),
                decision == null ? null : decision.reason(),
                decision == null ? null : decision.textSequence(),
                item.tenant().value(),
                item.id());
    }

    /// Newest first, of rooms that somebody moderates.
    static List<Item> list(Connection connection, Moderator who, Filter filter, Place after, int limit)
            throws SQLException {
        ItemStatus status = filter.status();
        UUID rule = filter.rule();
        return Sql.query(
                connection,
                SELECT + " and (?::text is null or status = ?) and (?::text is null or room = ?)"
                        + " and (?::text is null or ? = any(rules)) and (findings <> '[]' or reports > 0 or hidden)"
                        + " and (created_at, id) < (?, ?) and "
                        + Moderator.CONDITION + " order by created_at desc, id desc limit ?",
                ItemTable::item,
                who.tenant().value(),
                status == null ? null : status.label(),
                status == null ? null : status.label(),
                filter.room(),
                filter.room(),
                rule == null ? null : rule.toString(),
                rule == null ? null : rule.toString(),
                after.createdAt(),
                after.id(),
                who.subject(),
                who.now(),
                who.isAdmin(),
                limit);
    }

    /// Adds a report of what the item says now.
    ///
    /// @return false if the person has reported that before
    static boolean addReport(Connection connection, Item item, String reporter, Instant at) throws SQLException {
        return Sql.update(
                        connection,
                        "insert into moderation_report (tenant, item, reporter, text_sequence, at)"
                                + " values (?, ?, ?, ?, ?) on conflict do nothing",
                        item.tenant().value(),
                        item.id(),
                        reporter,
                        item.textSequence(),
                        at)
                > 0;
    }

    /// How many people have reported what the item says now.
    static long reports(Connection connection, Item item) throws SQLException {
        return Sql.count(
                connection,
                "select count(*) from moderation_report where tenant = ? and item = ? and text_sequence = ?",
                item.tenant().value(),
                item.id(),
                item.textSequence());
    }

    /// Notes that the room knows how the message stands.
    static void told(Connection connection, Item item) throws SQLException {
        Sql.update(
                connection,
                "update moderation_item set told_hidden = ? where tenant = ? and id = ?",
                item.standing().hidden(),
                item.tenant().value(),
                item.id());
    }

    /// Notes which job tells the room how the message stands, and when it is told again if it does not know by then.
    static void telling(Connection connection, TenantId tenant, String id, UUID job, Instant again)
            throws SQLException {
        Sql.update(
                connection,
                "update moderation_item set tell_job = ?, tell_at = ? where tenant = ? and id = ?",
                job,
                again,
                tenant.value(),
                id);
    }

    /// What the room does not know.
    ///
    /// @param job that was to tell it; null if that is not known
    /// @param since when it was decided at the latest
    record Untold(@Nullable UUID job, Instant since) {}

    /// Empty if the room knows how the message stands. Nobody else changes the item until the transaction ends.
    static Optional<Untold> lockUntold(Connection connection, TenantId tenant, String id) throws SQLException {
        return Sql.first(
                connection,
                "select tell_job, updated_at from moderation_item where tenant = ? and id = ?"
                        + " and hidden <> told_hidden and status <> 'deleted' for update",
                row -> new Untold(row.getObject("tell_job", UUID.class), Sql.requiredInstant(row, "updated_at")),
                tenant.value(),
                id);
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                new TenantId(row.getString("tenant")),
                row.getString("id"),
                row.getString("room"),
                row.getLong("sequence"),
                new Actor(row.getString("author_subject"), row.getString("author_handle")),
                Sql.requiredInstant(row, "posted_at"),
                row.getString("content"),
                row.getString("file_name"),
                row.getLong("text_sequence"),
                new Standing(ItemStatus.labelled(row.getString("status")).orElseThrow(), row.getBoolean("hidden")),
                List.of(Json.read(row.getString("findings"), Finding[].class)),
                row.getInt("reports"),
                row.getInt("entries"),
                Sql.requiredInstant(row, "created_at"),
                Sql.requiredInstant(row, "updated_at"),
                decision(row));
    }

    private static Item.@Nullable Decision decision(ResultSet row) throws SQLException {
        String subject = row.getString("decided_by");
        return subject == null
                ? null
                : new Item.Decision(
                        new Actor(subject, row.getString("decided_by_handle")),
                        Sql.requiredInstant(row, "decided_at"),
                        row.getString("decision_reason"),
                        row.getLong("decided_text"));
    }
}
