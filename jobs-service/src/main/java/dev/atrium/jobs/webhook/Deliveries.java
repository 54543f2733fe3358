package dev.atrium.jobs.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.access.Place;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Sends again, and what was never sent. Every method works in the connection's transaction, which sees
/// the endpoint's tenant; call [EndpointLane#wake] after its commit.
@ApplicationScoped
class Deliveries {

    /// How many one request sends at most.
    static final int MOST_AT_ONCE = 1_000;

    private final EndpointLane lane;
    private final InstantSource clock;

    Deliveries(EndpointLane lane, InstantSource clock) {
        this.lane = lane;
        this.clock = clock;
    }

    /// How much was done.
    ///
    /// @param cursor with which to ask for the rest; null if that was all
    public record Sent(int count, @Nullable String cursor) {}

    /// What is sent, as JSON. Null for everybody but the endpoint's owner, and for the owner as soon as
    /// they may not know of it any more.
    @Nullable
    JsonNode body(Connection connection, EndpointKey key, Endpoint endpoint, String subject, UUID id)
            throws SQLException {
        if (!endpoint.subject().equals(subject)) {
            return null;
        }
        DeliveryTable.Content content = DeliveryTable.content(connection, key, id);
        return content.audience().has(connection, key.tenant(), subject, clock.instant()) ? content.body() : null;
    }

    /// Has one delivery be tried now; the receiver knows it by the same id.
    void replay(Connection connection, EndpointKey endpoint, UUID id) throws SQLException {
        DeliveryTable.replay(connection, endpoint, id, clock.instant());
        lane.ensure(connection, endpoint);
    }

    /// Has deliveries be tried again that have failed, the oldest first.
    ///
    /// @return whether there may be more
    Sent recover(Connection connection, EndpointKey endpoint, Instant since) throws SQLException {
        int count = DeliveryTable.recover(connection, endpoint, since, clock.instant(), MOST_AT_ONCE);
        lane.ensure(connection, endpoint);
        // Those that are tried again have not failed any more: the same question finds the rest.
        return new Sent(count, count < MOST_AT_ONCE ? null : place(since, ""));
    }

    /// Sends what the endpoint wants and may have, and was never sent, the oldest first.
    Sent replayMissing(Connection connection, EndpointKey key, Endpoint endpoint, Place from) throws SQLException {
        List<String> types = new EventFilter(endpoint.eventTypes()).types();
        List<PublicEvent> missing =
                EventTable.missing(connection, key, types, from.createdAt(), from.id(), MOST_AT_ONCE);
        Instant now = clock.instant();
        List<Audience> audiences = missing.stream().map(PublicEvent::audience).toList();
        Map<String, Set<String>> byRoom =
                Audience.byRoom(connection, key.tenant(), audiences, Set.of(endpoint.subject()), now);
        List<DeliveryTable.Addition> additions = missing.stream()
                .filter(event -> event.audience().has(key.tenant(), endpoint.subject(), byRoom))
                .map(event -> new DeliveryTable.Addition(key, event.id(), event.type()))
                .toList();
        DeliveryTable.insert(connection, key.tenant(), additions, now);
        lane.ensure(connection, key);
        return new Sent(
                additions.size(),
                missing.size() < MOST_AT_ONCE
                        ? null
                        : place(missing.getLast().at(), missing.getLast().id()));
    }

    /// Sends the example of a type, to this endpoint alone.
    ///
    /// @param idempotencyKey the same again sends nothing more; null: it is not repeated
    /// @return id of the delivery
    UUID test(
            Connection connection, EndpointKey key, Endpoint endpoint, PublicType type, @Nullable String idempotencyKey)
            throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String source = "test:" + key + "/" + (idempotencyKey == null ? Ids.next() : "key " + idempotencyKey);
        Audience audience = new Audience(endpoint.subject(), null, false);
        PublicEvent event = PublicEvent.of(source, type, now, type.example(), audience);
        EventTable.insert(connection, key.tenant(), List.of(event), key.id());
        DeliveryTable.insert(
                connection,
                key.tenant(),
                List.of(new DeliveryTable.Addition(key, event.id(), event.type())),
                clock.instant());
        lane.ensure(connection, key);
        return DeliveryTable.id(key, event.id());
    }

    private static String place(Instant at, String id) {
        return PageRequest.cursor(new Place(at, id).toString());
    }
}
