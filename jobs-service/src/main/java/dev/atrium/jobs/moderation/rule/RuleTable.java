package dev.atrium.jobs.moderation.rule;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.rooms.Moderator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table `moderation_rule`. Every method works in the connection's transaction, which sees the tenant.
public final class RuleTable {

    private static final String COLUMNS =
            "select tenant, id, room, name, check_json, action, enabled, created_by, created_at, updated_at, secret"
                    + " from moderation_rule x where tenant = ?";

    private static final String LAST_UUID = new UUID(-1, -1).toString();

    /// A rule that a request with the same idempotency key has made.
    record Earlier(UUID id, @Nullable String requestHash) {}

    private RuleTable() {}

    /// Lets nobody else make a rule in the tenant until the transaction ends.
    static void lockCreation(Connection connection, TenantId tenant) throws SQLException {
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(current_schema() || '.moderation_rule ' || ?, 0))",
                _ -> true,
                tenant.value());
    }

    static Optional<Earlier> earlier(Connection connection, TenantId tenant, String subject, String idempotencyKey)
            throws SQLException {
        return Sql.first(
                connection,
                "select id, request_hash from moderation_rule"
                        + " where tenant = ? and created_by = ? and idempotency_key = ?",
                row -> new Earlier(row.getObject("id", UUID.class), row.getString("request_hash")),
                tenant.value(),
                subject,
                idempotencyKey);
    }

    /// How many there are of a room, or of the tenant where it is null.
    static long count(Connection connection, TenantId tenant, @Nullable String room) throws SQLException {
        return Sql.count(
                connection,
                "select count(*) from moderation_rule where tenant = ? and room is not distinct from ?",
                tenant.value(),
                room);
    }

    static void insert(Connection connection, Rule rule, @Nullable String idempotencyKey, @Nullable String requestHash)
            throws SQLException {
        Sql.update(
                connection,
                "insert into moderation_rule (tenant, id, room, name, type, check_json, action, enabled, secret,"
                        + " created_by, created_at, updated_at, idempotency_key, request_hash)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rule.tenant().value(),
                rule.id(),
                rule.room(),
                rule.name(),
                rule.check().type(),
                Json.write(rule.check()),
                rule.action().label(),
                rule.enabled(),
                rule.secret(),
                rule.createdBy(),
                rule.createdAt(),
                rule.updatedAt(),
                idempotencyKey,
                requestHash);
    }

    static void update(Connection connection, Rule rule) throws SQLException {
        Sql.update(
                connection,
                "update moderation_rule set name = ?, type = ?, check_json = ?, action = ?, enabled = ?, secret = ?,"
                        + " updated_at = ? where tenant = ? and id = ?",
                rule.name(),
                rule.check().type(),
                Json.write(rule.check()),
                rule.action().label(),
                rule.enabled(),
                rule.secret(),
                rule.updatedAt(),
                rule.tenant().value(),
                rule.id());
    }

    static void delete(Connection connection, Rule rule) throws SQLException {
        Sql.update(
                connection,
                "delete from moderation_rule where tenant = ? and id = ?",
                rule.tenant().value(),
                rule.id());
    }

    /// The rule; nobody else changes it until the transaction ends.
    static Optional<Rule> lock(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.first(connection, COLUMNS + " and id = ? for update", RuleTable::rule, tenant.value(), id);
    }

    public static Optional<Rule> find(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.first(connection, COLUMNS + " and id = ?", RuleTable::rule, tenant.value(), id);
    }

    /// Newest first: those of rooms that the caller moderates, and for admins those of the tenant.
    ///
    /// @param room null: all
    static List<Rule> list(Connection connection, Moderator who, @Nullable String room, Place after, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                COLUMNS + " and (?::text is null or room = ?) and (created_at, id) < (?, ?::uuid)"
                        + " and ((room is null and ?) or " + Moderator.CONDITION + ")"
                        + " order by created_at desc, id desc limit ?",
                RuleTable::rule,
                who.tenant().value(),
                room,
                room,
                after.createdAt(),
                after.id().isEmpty() ? LAST_UUID : after.id(),
                who.isAdmin(),
                who.subject(),
                who.now(),
                who.isAdmin(),
                limit);
    }

    /// In which of some rooms there are rules that are enabled; null stands for all of them.
    public static Set<@Nullable String> rooms(Connection connection, TenantId tenant, Set<String> some)
            throws SQLException {
        return new HashSet<>(Sql.query(
                connection,
                "select distinct room from moderation_rule where tenant = ? and enabled"
                        + " and (room is null or room = any(?))",
                row -> row.getString("room"),
                tenant.value(),
                Sql.texts(connection, some)));
    }

    /// Those that are enabled and hold in a room.
    public static List<Rule> enabled(Connection connection, TenantId tenant, String room) throws SQLException {
        return Sql.query(
                connection,
                COLUMNS + " and enabled and (room is null or room = ?) order by created_at, id",
                RuleTable::rule,
                tenant.value(),
                room);
    }

    private static Rule rule(ResultSet row) throws SQLException {
        return new Rule(
                new TenantId(row.getString("tenant")),
                row.getObject("id", UUID.class),
                row.getString("room"),
                row.getString("name"),
                Json.read(row.getString("check_json"), Check.class),
                Action.labelled(row.getString("action")),
                row.getBoolean("enabled"),
                row.getString("created_by"),
                Sql.requiredInstant(row, "created_at"),
                Sql.requiredInstant(row, "updated_at"),
                row.getString("secret"));
    }
}
