package dev.atrium.jobs.webhook;

import dev.atrium.jobs.secret.Secrets;
import dev.atrium.platform.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes deliveries to be sent, one by one, as the endpoint and its owner's rights allow at that
/// moment. The attempt is counted before it begins, so that one that kills its node ends. Every method
/// works in the connection's transaction, which sees the endpoint's tenant.
@ApplicationScoped
class Claims {

    /// An endpoint with so many failures behind it is asked one thing at a time.
    static final int CAREFUL_FROM = 5;

    /// How many of which nothing may be known any more are passed over in one transaction.
    private static final int MOST_CANCELLED = 100;

    private final Secrets secrets;
    private final InstantSource clock;

    Claims(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    private record Receiver(
            String subject,
            String url,
            @Nullable String sealedHeaders,
            @Nullable Integer ratePerMinute,
            int failures,
            @Nullable Instant notBefore) {}

    private record Due(UUID id, String eventId, int attempts, int forgiven, String body, Audience audience) {}

    /// Empty if nothing is to be sent at the moment.
    Optional<Claimed> next(Connection connection, EndpointKey endpoint) throws SQLException {
        Optional<Receiver> found = lock(connection, endpoint);
        Instant now = clock.instant();
        if (found.isEmpty() || isToRest(connection, endpoint, found.get(), now)) {
            return Optional.empty();
        }
        Receiver receiver = found.get();
        for (int i = 0; i < MOST_CANCELLED; i++) {
            Optional<Due> due = due(connection, endpoint, now);
            if (due.isEmpty()) {
                return Optional.empty();
            }
            if (due.get().audience().has(connection, endpoint.tenant(), receiver.subject(), now)) {
                return Optional.of(claim(connection, endpoint, receiver, due.get(), now));
            }
            cancel(connection, endpoint, due.get().id(), now);
        }
        return Optional.empty();
    }

    private static boolean isToRest(Connection connection, EndpointKey endpoint, Receiver receiver, Instant now)
            throws SQLException {
        return (receiver.notBefore() != null && receiver.notBefore().isAfter(now))
                || (receiver.failures() >= CAREFUL_FROM && isSending(connection, endpoint));
    }

    private Claimed claim(Connection connection, EndpointKey endpoint, Receiver receiver, Due due, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "update webhook_delivery set state = 'sending', attempts = attempts + 1, next_attempt_at = null,"
                        + " started_at = ? where tenant = ? and id = ?",
                now,
                endpoint.tenant().value(),
                due.id());
        if (receiver.ratePerMinute() != null) {
            Duration pause = Duration.ofMinutes(1).dividedBy(receiver.ratePerMinute());
            rest(connection, endpoint, now.plus(pause));
        }
        return new Claimed(
                due.id(),
                due.eventId(),
                due.attempts() + 1,
                due.attempts() + 1 - due.forgiven(),
                receiver.url(),
                OwnHeaders.open(secrets, endpoint, receiver.sealedHeaders()),
                secrets.valid(connection, endpoint.secrets()),
                due.body());
    }

    /// Has the endpoint be sent nothing before this time.
    static void rest(Connection connection, EndpointKey endpoint, Instant until) throws SQLException {
        Sql.update(
                connection,
                "update webhook_endpoint set not_before = greatest(coalesce(not_before, ?), ?) where tenant = ? and id = ?",
                until,
                until,
                endpoint.tenant().value(),
                endpoint.id());
    }

    private static Optional<Receiver> lock(Connection connection, EndpointKey endpoint) throws SQLException {
        return Sql.first(
                connection,
                "select subject, url, headers, rate_per_minute, failures, not_before from webhook_endpoint"
                        + " where tenant = ? and id = ? and enabled and not deleted for no key update",
                row -> new Receiver(
                        row.getString("subject"),
                        row.getString("url"),
                        row.getString("headers"),
                        row.getObject("rate_per_minute", Integer.class),
                        row.getInt("failures"),
                        Sql.instant(row, "not_before")),
                endpoint.tenant().value(),
                endpoint.id());
    }

    private static boolean isSending(Connection connection, EndpointKey endpoint) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from webhook_delivery where tenant = ? and endpoint_id = ? and state = 'sending' limit 1",
                endpoint.tenant().value(),
                endpoint.id());
    }

    private static Optional<Due> due(Connection connection, EndpointKey endpoint, Instant now) throws SQLException {
        return Sql.first(
                connection,
                "select d.id, d.event_id, d.attempts, d.forgiven, e.type, e.body, e.owner, e.room, e.public_read"
                        // By itself: in the join, all that waits is read where few events are believed to be.
                        + " from (select tenant, id, event_id, attempts, forgiven from webhook_delivery where tenant = ?"
                        + " and endpoint_id = ? and state = 'pending' and next_attempt_at <= ?"
                        + " order by next_attempt_at, id limit 1 for update) d"
                        + " join webhook_event e on e.tenant = d.tenant and e.id = d.event_id",
                Claims::due,
                endpoint.tenant().value(),
                endpoint.id(),
                now);
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                row.getObject("id", UUID.class),
                row.getString("event_id"),
                row.getInt("attempts"),
                row.getInt("forgiven"),
                row.getString("body"),
                EventTable.audience(row));
    }

    private static void cancel(Connection connection, EndpointKey endpoint, UUID id, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update webhook_delivery set state = 'cancelled', next_attempt_at = null, ended_at = ?,"
                        + " last_error = 'the owner of the endpoint may not know of it any more'"
                        + " where tenant = ? and id = ?",
                now,
                endpoint.tenant().value(),
                id);
    }
}
