package dev.atrium.jobs.webhook;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.platform.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides when an endpoint has its next turn, and removes what is not kept any longer. Every method
/// works in the connection's transaction, which sees the endpoint's tenant.
@ApplicationScoped
class TurnEnd {

    private static final int CHUNK = 1_000;

    /// How often an endpoint that has nothing to send looks for what is not kept any longer.
    private static final Duration TIDY_EVERY = Duration.ofHours(6);

    /// How often it is counted what waits for an endpoint: that reads all of it.
    private static final Duration COUNT_EVERY = Duration.ofMinutes(1);

    private static final Duration NOTHING_SENT = Duration.ofMillis(500);
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final EndpointLane lane;
    private final WebhookConfig config;
    private final InstantSource clock;

    TurnEnd(EndpointLane lane, WebhookConfig config, InstantSource clock) {
        this.lane = lane;
        this.config = config;
        this.clock = clock;
    }

    private record Standing(
            boolean enabled,
            boolean deleted,
            @Nullable Instant notBefore,
            boolean overflowing,
            @Nullable Instant countedAt) {}

    /// After how long an attempt without an end is one whose node is dead.
    Duration deadAfter() {
        return config.timeout().plus(SPARE);
    }

    /// Has a turn that goes on at once begin at once.
    void wake() {
        lane.wake();
    }

    /// Ends a turn. Its execution is held before deliveries are read, so none that is added meanwhile
    /// is missed; the endpoint before that, as everything does that changes it.
    ///
    /// @param sent whether anything was sent in the turn
    /// @return whether it goes on at once
    boolean settle(Connection connection, EndpointKey endpoint, boolean sent) throws SQLException {
        Optional<Standing> standing = standing(connection, endpoint);
        Lane.hold(connection, EndpointLane.NAME, endpoint.toString());
        Instant now = clock.instant();
        Optional<Instant> next = standing.isEmpty()
                ? Optional.empty()
                : standing.get().deleted()
                        ? remove(connection, endpoint, now)
                        : next(connection, endpoint, standing.get(), now).map(at -> sent ? at : later(at, now));
        if (next.isEmpty()) {
            Lane.remove(connection, EndpointLane.NAME, endpoint.toString());
            return false;
        }
        lane.goOn(connection, endpoint, next.get());
        return !next.get().isAfter(now);
    }

    /// What is due and was not sent waits for something, for example for the end of an attempt on
    /// another node.
    private static Instant later(Instant at, Instant now) {
        Instant soon = now.plus(NOTHING_SENT);
        return at.isBefore(soon) ? soon : at;
    }

    private Optional<Instant> next(Connection connection, EndpointKey endpoint, Standing standing, Instant now)
            throws SQLException {
        boolean more = purge(connection, endpoint, now.minus(config.keep()));
        boolean overflowing = overflows(connection, endpoint, standing, now);
        Optional<Instant> due = standing.enabled() ? due(connection, endpoint) : Optional.empty();
        Optional<Instant> next =
                due.isPresent() ? due.map(at -> notBefore(at, standing)) : tidy(connection, endpoint, more, now);
        if (standing.enabled() && overflowing) {
            // Nothing is added meanwhile, so nothing else has it look whether there is room again.
            Instant recount = now.plus(COUNT_EVERY);
            return Optional.of(next.filter(recount::isAfter).orElse(recount));
        }
        return next;
    }

    private static Instant notBefore(Instant due, Standing standing) {
        Instant notBefore = standing.notBefore();
        return notBefore != null && notBefore.isAfter(due) ? notBefore : due;
    }

    private static Optional<Instant> tidy(Connection connection, EndpointKey endpoint, boolean more, Instant now)
            throws SQLException {
        if (more) {
            return Optional.of(now);
        }
        return hasDeliveries(connection, endpoint) ? Optional.of(now.plus(TIDY_EVERY)) : Optional.empty();
    }

    /// When the next delivery is due, or an attempt whose node may be dead is to be looked at. However much
    /// waits, only what is sent, and one more, is read.
    private Optional<Instant> due(Connection connection, EndpointKey endpoint) throws SQLException {
        return Sql.first(
                        connection,
                        "select least((select next_attempt_at from webhook_delivery where tenant = ? and endpoint_id = ?"
                                + " and state = 'pending' order by next_attempt_at limit 1),"
                                + " (select min(started_at) + ? * interval '1 millisecond' from webhook_delivery"
                                + " where tenant = ? and endpoint_id = ? and state = 'sending')) as due",
                        row -> Optional.ofNullable(Sql.instant(row, "due")),
                        endpoint.tenant().value(),
                        endpoint.id(),
                        deadAfter().toMillis(),
                        endpoint.tenant().value(),
                        endpoint.id())
                .flatMap(due -> due);
    }

    /// @return whether there may be more
    private static boolean purge(Connection connection, EndpointKey endpoint, Instant before) throws SQLException {
        return Sql.update(
                        connection,
                        "delete from webhook_delivery where tenant = ? and id in (select id from webhook_delivery"
                                + " where tenant = ? and endpoint_id = ? and created_at < ? limit ?)",
                        endpoint.tenant().value(),
                        endpoint.tenant().value(),
                        endpoint.id(),
                        before,
                        CHUNK)
                == CHUNK;
    }

    /// Removes what an endpoint had that is not there any more, piece by piece, and then itself.
    private Optional<Instant> remove(Connection connection, EndpointKey endpoint, Instant now) throws SQLException {
        if (purge(connection, endpoint, now)
                || (isLast(connection, endpoint) && purgeEvents(connection, endpoint, now))) {
            return Optional.of(now);
        }
        Sql.update(
                connection,
                "delete from webhook_endpoint where tenant = ? and id = ?",
                endpoint.tenant().value(),
                endpoint.id());
        return Optional.empty();
    }

    private static boolean purgeEvents(Connection connection, EndpointKey endpoint, Instant now) throws SQLException {
        return EventTable.purge(connection, endpoint.tenant(), now, CHUNK) == CHUNK;
    }

    /// Whether the tenant has no other endpoint: then nobody can ask for its events any more.
    private static boolean isLast(Connection connection, EndpointKey endpoint) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from webhook_endpoint where tenant = ? and id <> ? limit 1",
                        _ -> true,
                        endpoint.tenant().value(),
                        endpoint.id())
                .isEmpty();
    }

    /// Whether more waits than may, as of the last time that it was counted.
    private boolean overflows(Connection connection, EndpointKey endpoint, Standing standing, Instant now)
            throws SQLException {
        Instant countedAt = standing.countedAt();
        if (countedAt != null && now.isBefore(countedAt.plus(COUNT_EVERY))) {
            return standing.overflowing();
        }
        return Sql.first(
                        connection,
                        "update webhook_endpoint set counted_at = ?, overflowing = (select count(*) >= ? from (select 1"
                                + " from webhook_delivery where tenant = ? and endpoint_id = ?"
                                + " and state in ('pending', 'sending') limit ?) as open)"
                                + " where tenant = ? and id = ? returning overflowing",
                        row -> row.getBoolean("overflowing"),
                        now,
                        config.backlog(),
                        endpoint.tenant().value(),
                        endpoint.id(),
                        config.backlog(),
                        endpoint.tenant().value(),
                        endpoint.id())
                .orElse(false);
    }

    private static boolean hasDeliveries(Connection connection, EndpointKey endpoint) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from webhook_delivery where tenant = ? and endpoint_id = ? limit 1",
                endpoint.tenant().value(),
                endpoint.id());
    }

    private static Optional<Standing> standing(Connection connection, EndpointKey endpoint) throws SQLException {
        return Sql.first(
                connection,
                "select enabled, deleted, not_before, overflowing, counted_at from webhook_endpoint"
                        + " where tenant = ? and id = ? for no key update",
                row -> new Standing(
                        row.getBoolean("enabled"),
                        row.getBoolean("deleted"),
                        Sql.instant(row, "not_before"),
                        row.getBoolean("overflowing"),
                        Sql.instant(row, "counted_at")),
                endpoint.tenant().value(),
                endpoint.id());
    }
}
