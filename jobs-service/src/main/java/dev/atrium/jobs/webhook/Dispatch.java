package dev.atrium.jobs.webhook;

import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Adds a delivery of an event for each endpoint that wants it and may have it, in the connection's
/// transaction, which sees the tenant. The same event again adds nothing.
@ApplicationScoped
class Dispatch {

    private final EndpointLane lane;
    private final InstantSource clock;

    Dispatch(EndpointLane lane, InstantSource clock) {
        this.lane = lane;
        this.clock = clock;
    }

    /// An endpoint as far as it matters whether an event is for it.
    ///
    /// @param takes whether deliveries are added for it at the moment
    private record Listener(EndpointKey key, String subject, EventFilter filter, boolean takes, Instant createdAt) {}

    void dispatch(Connection connection, TenantId tenant, List<PublicEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        List<Listener> listeners = tenant.equals(TenantId.COMMONS)
                ? listeners(
                        connection, tenant, " and subject = any(?)", texts(connection, inCommons(connection, events)))
                : listeners(connection, tenant, "");
        if (listeners.isEmpty()) {
            return;
        }
        for (PublicEvent event : events) {
            dispatch(connection, tenant, listeners, event);
        }
    }

    private void dispatch(Connection connection, TenantId tenant, List<Listener> listeners, PublicEvent event)
            throws SQLException {
        boolean stored = false;
        Instant now = clock.instant();
        for (Listener listener : listeners) {
            if (listener.filter().matches(event.type())
                    && !event.at().isBefore(listener.createdAt())
                    && event.audience().has(connection, tenant, listener.subject(), now)) {
                if (!stored) {
                    // Also for one that takes nothing at the moment: what it misses can be sent to it later.
                    EventTable.insert(connection, tenant, event, null);
                    stored = true;
                }
                if (listener.takes()) {
                    DeliveryTable.insert(connection, listener.key(), event.id(), event.type(), now);
                    lane.ensure(connection, listener.key());
                }
            }
        }
    }

    /// Nobody may see everything there, and there may be many who want to.
    private static Set<String> inCommons(Connection connection, List<PublicEvent> events) throws SQLException {
        Set<String> subjects = new HashSet<>();
        for (Audience audience : events.stream().map(PublicEvent::audience).collect(Collectors.toSet())) {
            subjects.addAll(audience.inCommons(connection));
        }
        return subjects;
    }

    private static List<Listener> listeners(
            Connection connection, TenantId tenant, String condition, Object... parameters) throws SQLException {
        return Sql.query(
                connection,
                "select id, subject, event_types, enabled and not overflowing as takes, created_at"
                        + " from webhook_endpoint where tenant = ? and not deleted" + condition + " order by id",
                row -> listener(tenant, row),
                Stream.concat(Stream.of(tenant.value()), Arrays.stream(parameters))
                        .toArray());
    }

    private static java.sql.Array texts(Connection connection, Set<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static Listener listener(TenantId tenant, ResultSet row) throws SQLException {
        return new Listener(
                new EndpointKey(tenant, row.getObject("id", UUID.class)),
                row.getString("subject"),
                new EventFilter(EndpointTable.texts(row, "event_types")),
                row.getBoolean("takes"),
                Sql.requiredInstant(row, "created_at"));
    }
}
