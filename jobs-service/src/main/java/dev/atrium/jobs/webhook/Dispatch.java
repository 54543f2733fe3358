package dev.atrium.jobs.webhook;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Adds a delivery of an event for each endpoint that wants it and may have it, in the connection's
/// transaction, which sees the tenant. The same event again adds nothing, nor does one that is older than
/// events are kept. However many events and
/// endpoints there are, it is a handful of statements: others wait for the transaction's end.
@ApplicationScoped
class Dispatch {

    private final EndpointLane lane;
    private final WebhookConfig config;
    private final InstantSource clock;

    Dispatch(EndpointLane lane, WebhookConfig config, InstantSource clock) {
        this.lane = lane;
        this.config = config;
        this.clock = clock;
    }

    /// An endpoint as far as it matters whether an event is for it.
    ///
    /// @param takes whether deliveries are added for it at the moment
    private record Listener(EndpointKey key, String subject, EventFilter filter, boolean takes, Instant createdAt) {

        boolean wants(PublicEvent event) {
            return filter.matches(event.type()) && !event.at().isBefore(createdAt);
        }
    }

    /// Endpoints, and what rooms say about their owners.
    private record Circle(List<Listener> listeners, Map<String, Set<String>> byRoom) {}

    void dispatch(Connection connection, TenantId tenant, List<PublicEvent> all) throws SQLException {
        Instant now = clock.instant();
        // What is older was told, and is not known any more to have been: its topic is read again.
        List<PublicEvent> events = all.stream()
                .filter(event -> event.at().isAfter(now.minus(config.keep())))
                .toList();
        if (events.isEmpty()) {
            return;
        }
        Set<Audience> audiences = events.stream().map(PublicEvent::audience).collect(Collectors.toSet());
        Circle circle = tenant.equals(TenantId.COMMONS)
                ? inCommons(connection, audiences, now)
                : inOrganisation(connection, tenant, audiences, now);
        List<PublicEvent> wanted = new ArrayList<>();
        List<DeliveryTable.Addition> additions = new ArrayList<>();
        for (PublicEvent event : events) {
            List<Listener> receivers = circle.listeners().stream()
                    .filter(listener ->
                            listener.wants(event) && event.audience().has(tenant, listener.subject(), circle.byRoom()))
                    .toList();
            if (!receivers.isEmpty()) {
                // Also for one that takes nothing at the moment: what it misses can be sent to it later.
                wanted.add(event);
            }
            receivers.stream()
                    .filter(Listener::takes)
                    .map(listener -> new DeliveryTable.Addition(listener.key(), event.id(), event.type()))
                    .forEach(additions::add);
        }
        EventTable.insert(connection, tenant, wanted, null);
        DeliveryTable.insert(connection, tenant, additions, now);
        lane.ensure(
                connection,
                additions.stream().map(DeliveryTable.Addition::endpoint).collect(Collectors.toSet()));
    }

    private Circle inOrganisation(Connection connection, TenantId tenant, Collection<Audience> audiences, Instant now)
            throws SQLException {
        List<Listener> listeners = listeners(connection, tenant, now, "");
        Set<String> subjects = listeners.stream().map(Listener::subject).collect(Collectors.toSet());
        return new Circle(
                listeners,
                subjects.isEmpty() ? Map.of() : Audience.byRoom(connection, tenant, audiences, subjects, now));
    }

    /// Nobody may see everything there, and there may be many who want to.
    private Circle inCommons(Connection connection, Collection<Audience> audiences, Instant now) throws SQLException {
        Map<String, Set<String>> byRoom = Audience.byRoom(connection, TenantId.COMMONS, audiences, Set.of(), now);
        Set<String> subjects = new HashSet<>();
        byRoom.values().forEach(subjects::addAll);
        for (Audience audience : audiences) {
            if (audience.owner() != null) {
                subjects.add(audience.owner());
            }
        }
        java.sql.Array owners = Sql.texts(connection, subjects);
        return new Circle(listeners(connection, TenantId.COMMONS, now, " and subject = any(?)", owners), byRoom);
    }

    /// Without those that never take anything of what happens now: whose owner left, and that were
    /// disabled for longer than anything is kept.
    private List<Listener> listeners(
            Connection connection, TenantId tenant, Instant now, String condition, Object... parameters)
            throws SQLException {
        return Sql.query(
                connection,
                "select id, subject, event_types, enabled and not overflowing as takes, created_at"
                        + " from webhook_endpoint where tenant = ? and not deleted"
                        + " and (enabled or (disabled_at > ? and disabled_reason <> '" + Disabled.LEFT.label() + "'))"
                        + condition + " order by id",
                row -> listener(tenant, row),
                Stream.concat(Stream.of(tenant.value(), now.minus(config.keep())), Arrays.stream(parameters))
                        .toArray());
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
