package dev.atrium.jobs.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.sql.Select;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The tables `webhook_delivery` and `webhook_attempt`, as the API reads and changes them, and as
/// deliveries are added. Every method works in the connection's transaction, which sees one tenant.
final class DeliveryTable {

    private static final String VIEW = "select d.id, d.event_id, d.type, d.state, d.attempts, d.created_at,"
            + " d.next_attempt_at, d.ended_at, d.last_status, d.last_error from webhook_delivery d"
            + " where d.tenant = ? and d.endpoint_id = ?";

    /// Which deliveries to list; what is null does not limit them.
    ///
    /// @param since added at this time or later
    /// @param until added before this time
    record Filter(
            @Nullable DeliveryState state,
            @Nullable String type,
            @Nullable Instant since,
            @Nullable Instant until) {}

    private DeliveryTable() {}

    /// The id of the delivery of an event to an endpoint.
    static UUID id(EndpointKey endpoint, String eventId) {
        return Ids.named("webhook-delivery:" + endpoint + "/" + eventId);
    }

    /// What is to be sent to whom.
    record Addition(EndpointKey endpoint, String eventId, String type) {}

    /// Adds deliveries that are due now, unless they are there.
    ///
    /// @param additions to endpoints of the tenant
    static void insert(Connection connection, TenantId tenant, List<Addition> additions, Instant now)
            throws SQLException {
        if (additions.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                "insert into webhook_delivery (tenant, id, endpoint_id, event_id, type, state, created_at,"
                        + " next_attempt_at) select ?, d.id, d.endpoint_id, d.event_id, d.type, 'pending', ?, ?"
                        + " from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[])"
                        + " as d(id, endpoint_id, event_id, type) on conflict (tenant, id) do nothing",
                tenant.value(),
                now,
                now,
                array(connection, "uuid", additions, added -> id(added.endpoint(), added.eventId())),
                array(connection, "uuid", additions, added -> added.endpoint().id()),
                array(connection, "text", additions, Addition::eventId),
                array(connection, "text", additions, Addition::type));
    }

    private static java.sql.Array array(
            Connection connection, String type, List<Addition> additions, Function<Addition, Object> column)
            throws SQLException {
        return connection.createArrayOf(type, additions.stream().map(column).toArray());
    }

    static Optional<DeliveryView> find(Connection connection, EndpointKey endpoint, UUID id) throws SQLException {
        return Sql.first(
                connection,
                VIEW + " and d.id = ?",
                DeliveryTable::view,
                endpoint.tenant().value(),
                endpoint.id(),
                id);
    }

    /// Newest first.
    static List<DeliveryView> list(Connection connection, EndpointKey endpoint, Filter filter, Place after, int limit)
            throws SQLException {
        return new Select(VIEW, endpoint.tenant().value(), endpoint.id())
                .and(
                        "d.state = ?",
                        filter.state() == null ? null : filter.state().label())
                .and("d.type = ?", filter.type())
                .and("d.created_at >= ?", filter.since())
                .and("d.created_at < ?", filter.until())
                .newestFirst("created_at", after, UUID::fromString, limit)
                .list(connection, DeliveryTable::view);
    }

    /// What is sent.
    ///
    /// @param body as JSON
    record Content(JsonNode body, Audience audience) {}

    static Content content(Connection connection, EndpointKey endpoint, UUID id) throws SQLException {
        return Sql.first(
                        connection,
                        "select e.type, e.body, e.owner, e.room, e.public_read from webhook_event e join webhook_delivery d"
                                + " on d.tenant = e.tenant and d.event_id = e.id where d.tenant = ? and d.id = ?",
                        row -> new Content(Json.read(row.getString("body"), JsonNode.class), EventTable.audience(row)),
                        endpoint.tenant().value(),
                        id)
                .orElseThrow();
    }

    /// The latest first.
    static List<DeliveryView.AttemptView> attempts(Connection connection, EndpointKey endpoint, UUID id)
            throws SQLException {
        return Sql.query(
                connection,
                "select number, at, duration_ms, request_headers, status, answer, error from webhook_attempt"
                        + " where tenant = ? and delivery_id = ? order by number desc limit 100",
                row -> new DeliveryView.AttemptView(
                        row.getInt("number"),
                        Sql.requiredInstant(row, "at"),
                        row.getInt("duration_ms"),
                        Json.read(row.getString("request_headers"), JsonNode.class),
                        row.getObject("status", Integer.class),
                        row.getString("answer"),
                        row.getString("error")),
                endpoint.tenant().value(),
                id);
    }

    /// Has a delivery be tried now: one that has ended with all its attempts again. One that is being
    /// sent stays as it is.
    static void replay(Connection connection, EndpointKey endpoint, UUID id, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update webhook_delivery set forgiven = case when state = 'pending' then forgiven else attempts end,"
                        + " state = 'pending', next_attempt_at = ?, ended_at = null"
                        + " where tenant = ? and endpoint_id = ? and id = ? and state <> 'sending'",
                now,
                endpoint.tenant().value(),
                endpoint.id(),
                id);
    }

    /// [#replay] for those that have failed, the oldest first.
    ///
    /// @param since added at this time or later
    /// @return how many; fewer than the limit: all
    static int recover(Connection connection, EndpointKey endpoint, Instant since, Instant now, int limit)
            throws SQLException {
        return Sql.update(
                connection,
                "update webhook_delivery set state = 'pending', forgiven = attempts, next_attempt_at = ?,"
                        + " ended_at = null where tenant = ? and id in (select id from webhook_delivery where tenant = ?"
                        + " and endpoint_id = ? and state = 'failed' and created_at >= ? order by created_at, id limit ?"
                        + " for update)",
                now,
                endpoint.tenant().value(),
                endpoint.tenant().value(),
                endpoint.id(),
                since,
                limit);
    }

    /// Has what waits, or is being sent, be sent no more.
    static void cancelOpen(Connection connection, EndpointKey endpoint, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update webhook_delivery set state = 'cancelled', next_attempt_at = null, ended_at = ?,"
                        + " last_error = 'the endpoint has another owner now'"
                        + " where tenant = ? and endpoint_id = ? and state in ('pending', 'sending')",
                now,
                endpoint.tenant().value(),
                endpoint.id());
    }

    private static DeliveryView view(ResultSet row) throws SQLException {
        return new DeliveryView(
                row.getObject("id", UUID.class),
                row.getString("event_id"),
                row.getString("type"),
                DeliveryState.labelled(row.getString("state")).orElseThrow(),
                row.getInt("attempts"),
                Sql.requiredInstant(row, "created_at"),
                Sql.instant(row, "next_attempt_at"),
                Sql.instant(row, "ended_at"),
                row.getObject("last_status", Integer.class),
                row.getString("last_error"),
                null,
                null);
    }
}
