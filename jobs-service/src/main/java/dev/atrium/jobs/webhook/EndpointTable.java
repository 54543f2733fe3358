package dev.atrium.jobs.webhook;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.sql.Select;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The table `webhook_endpoint`, as the API reads and changes it. Every method works in the
/// connection's transaction, which sees one tenant.
final class EndpointTable {

    private static final String VIEW = "select e.id, e.subject, e.url, e.description, e.event_types, e.signature,"
            + " e.header_names, e.rate_per_minute, e.enabled, e.disabled_reason, e.disabled_at, e.failures,"
            + " e.failing_since, e.overflowing, e.created_at, e.updated_at,"
            + " (select array_agg(s.public_key order by s.created_at desc) from webhook_secret s where s.tenant = e.tenant"
            + " and s.endpoint_id = e.id and s.public_key is not null"
            + " and (s.valid_until is null or s.valid_until > now())) as public_keys"
            + " from webhook_endpoint e where e.tenant = ? and not e.deleted";

    private static final String LEAVE = "update webhook_endpoint set enabled = false, disabled_reason = ?,"
            + " disabled_at = coalesce(disabled_at, ?) where tenant = ?";

    /// So long who left may still get in with what the gateway has said before.
    private static final Duration STILL_LET_IN = Duration.ofMinutes(2);

    /// A new endpoint.
    ///
    /// @param sealedHeaders null if there are none
    /// @param requestHash by which a repetition is told from another request; null without an
    ///     idempotency key
    record Row(
            EndpointKey key,
            String subject,
            EndpointRequest.Wish wish,
            SignatureKind signature,
            @Nullable String sealedHeaders,
            @Nullable String idempotencyKey,
            @Nullable String requestHash,
            Instant now) {}

    /// An endpoint that a request with the same idempotency key has registered.
    record Earlier(UUID id, @Nullable String requestHash) {}

    private EndpointTable() {}

    /// Lets nobody else register an endpoint in the tenant until the transaction ends.
    static void lockRegistration(Connection connection, TenantId tenant) throws SQLException {
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(current_schema() || '.webhook_endpoint ' || ?, 0))",
                _ -> true,
                tenant.value());
    }

    static Optional<Earlier> registered(Connection connection, TenantId tenant, String subject, String idempotencyKey)
            throws SQLException {
        return Sql.first(
                connection,
                "select id, request_hash from webhook_endpoint"
                        + " where tenant = ? and subject = ? and idempotency_key = ? and not deleted",
                row -> new Earlier(row.getObject("id", UUID.class), row.getString("request_hash")),
                tenant.value(),
                subject,
                idempotencyKey);
    }

    /// Whether the tenant has an endpoint.
    static boolean isAny(Connection connection, TenantId tenant) throws SQLException {
        return Sql.exists(
                connection, "select 1 from webhook_endpoint where tenant = ? and not deleted limit 1", tenant.value());
    }

    /// @param subject null: everybody's
    static long count(Connection connection, TenantId tenant, @Nullable String subject) throws SQLException {
        return Sql.count(
                connection,
                "select count(*) from webhook_endpoint where tenant = ? and not deleted"
                        + " and (?::text is null or subject = ?)",
                tenant.value(),
                subject,
                subject);
    }

    /// Whose endpoints are, also of those that are being removed.
    static Map<UUID, String> owners(Connection connection, TenantId tenant, Collection<UUID> ids) throws SQLException {
        return Sql.query(
                        connection,
                        "select id, subject from webhook_endpoint where tenant = ? and id = any(?)",
                        row -> Map.entry(row.getObject("id", UUID.class), row.getString("subject")),
                        tenant.value(),
                        Sql.array(connection, "uuid", ids.stream()))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// All of the tenant's, which has a limited number of them.
    static Set<EndpointKey> all(Connection connection, TenantId tenant) throws SQLException {
        return Set.copyOf(Sql.query(
                connection,
                "select id from webhook_endpoint where tenant = ? and not deleted",
                row -> new EndpointKey(tenant, row.getObject("id", UUID.class)),
                tenant.value()));
    }

    static void insert(Connection connection, Row row) throws SQLException {
        EndpointRequest.Wish wish = row.wish();
        OwnHeaders headers = wish.headers() == null ? OwnHeaders.NONE : wish.headers();
        boolean enabled = wish.enabled() == null || wish.enabled();
        Sql.update(
                connection,
                "insert into webhook_endpoint (tenant, id, subject, url, description, event_types, signature, headers,"
                        + " header_names, rate_per_minute, enabled, disabled_reason, disabled_at, created_at, updated_at,"
                        + " idempotency_key, request_hash)"
                        + " values (?, ?, ?, ?, nullif(?, ''), ?, ?, ?, ?, nullif(?::int, 0), ?, ?, ?, ?, ?, ?, ?)",
                row.key().tenant().value(),
                row.key().id(),
                row.subject(),
                wish.url(),
                wish.description(),
                Sql.texts(
                        connection,
                        wish.filter() == null ? List.of() : wish.filter().patterns()),
                row.signature().label(),
                row.sealedHeaders(),
                Sql.texts(connection, headers.names()),
                wish.ratePerMinute(),
                enabled,
                enabled ? null : Disabled.OWNER.label(),
                enabled ? null : row.now(),
                row.now(),
                row.now(),
                row.idempotencyKey(),
                row.requestHash());
    }

    /// Makes it somebody else's, without what the former owner had sent along.
    static void handOver(Connection connection, EndpointKey key, String subject, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update webhook_endpoint set subject = ?, headers = null, header_names = '{}', idempotency_key = null,"
                        + " request_hash = null, renewed_at = ? where tenant = ? and id = ?",
                subject,
                now,
                key.tenant().value(),
                key.id());
    }

    /// Changes what the wish names.
    static void update(
            Connection connection,
            EndpointKey key,
            EndpointRequest.Wish wish,
            @Nullable String sealedHeaders,
            Instant now)
            throws SQLException {
        OwnHeaders headers = wish.headers();
        EventFilter filter = wish.filter();
        Sql.update(
                connection,
                "update webhook_endpoint set url = coalesce(?, url),"
                        + " description = nullif(coalesce(?, description), ''), event_types = coalesce(?, event_types),"
                        + " headers = case when ? then ? else headers end,"
                        + " header_names = coalesce(?, header_names),"
                        + " rate_per_minute = nullif(coalesce(?, rate_per_minute), 0), not_before = null, updated_at = ?"
                        + " where tenant = ? and id = ?",
                wish.url(),
                wish.description(),
                filter == null ? null : Sql.texts(connection, filter.patterns()),
                headers != null,
                sealedHeaders,
                headers == null ? null : Sql.texts(connection, headers.names()),
                wish.ratePerMinute(),
                now,
                key.tenant().value(),
                key.id());
    }

    /// Enables it, as if it had never failed.
    static void enable(Connection connection, EndpointKey key, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update webhook_endpoint set enabled = true, disabled_reason = null, disabled_at = null, failures = 0,"
                        + " failing_since = null, not_before = null,"
                        + " renewed_at = case when disabled_reason = ? then ? else renewed_at end"
                        + " where tenant = ? and id = ?",
                Disabled.LEFT.label(),
                now,
                key.tenant().value(),
                key.id());
    }

    /// @return false if it is disabled already
    static boolean disable(Connection connection, EndpointKey key, Disabled reason, Instant now) throws SQLException {
        return Sql.changes(
                connection,
                "update webhook_endpoint set enabled = false, disabled_reason = ?, disabled_at = ?"
                        + " where tenant = ? and id = ? and enabled",
                reason.label(),
                now,
                key.tenant().value(),
                key.id());
    }

    /// Disables those whose owner left, and has those that were disabled before say so. Not those that the
    /// owner has registered since, or has enabled again after a departure: who left came back, and this is
    /// heard once more.
    ///
    /// @param left when
    static void ownerLeft(Connection connection, TenantId tenant, String subject, Instant left, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                LEAVE + " and subject = ? and coalesce(renewed_at, created_at) <= ?",
                Disabled.LEFT.label(),
                now,
                tenant.value(),
                subject,
                left.plus(STILL_LET_IN));
    }

    /// The same of all owners, because the organisation is gone and does not come again.
    static void allLeft(Connection connection, TenantId tenant, Instant now) throws SQLException {
        Sql.update(connection, LEAVE, Disabled.LEFT.label(), now, tenant.value());
    }

    /// It is not there any more for anybody; its execution removes what is left.
    static void delete(Connection connection, EndpointKey key) throws SQLException {
        Sql.update(
                connection,
                "update webhook_endpoint set deleted = true, enabled = false, headers = null where tenant = ? and id = ?",
                key.tenant().value(),
                key.id());
        Sql.update(
                connection,
                "delete from webhook_secret where tenant = ? and endpoint_id = ?",
                key.tenant().value(),
                key.id());
    }

    static Optional<Endpoint> find(Connection connection, EndpointKey key) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and e.id = ?",
                EndpointTable::view,
                key.tenant().value(),
                key.id());
    }

    /// Lets nobody else change the endpoint until the transaction ends.
    static Optional<Endpoint> lock(Connection connection, EndpointKey key) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and e.id = ? for no key update of e",
                EndpointTable::view,
                key.tenant().value(),
                key.id());
    }

    /// Newest first.
    ///
    /// @param subject null: everybody's
    static List<Endpoint> list(Connection connection, TenantId tenant, @Nullable String subject, Place after, int limit)
            throws SQLException {
        return new Select(VIEW, tenant.value())
                .and("e.subject = ?", subject)
                .newestFirst("created_at", after, UUID::fromString, limit)
                .list(connection, EndpointTable::view);
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        java.sql.Array array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    private static Endpoint view(ResultSet row) throws SQLException {
        return new Endpoint(
                row.getObject("id", UUID.class),
                row.getString("subject"),
                row.getString("url"),
                row.getString("description"),
                texts(row, "event_types"),
                row.getString("signature"),
                texts(row, "public_keys"),
                texts(row, "header_names"),
                row.getObject("rate_per_minute", Integer.class),
                row.getBoolean("enabled"),
                row.getString("disabled_reason"),
                Sql.instant(row, "disabled_at"),
                row.getInt("failures"),
                Sql.instant(row, "failing_since"),
                row.getBoolean("overflowing"),
                Sql.requiredInstant(row, "created_at"),
                Sql.requiredInstant(row, "updated_at"),
                null);
    }
}
