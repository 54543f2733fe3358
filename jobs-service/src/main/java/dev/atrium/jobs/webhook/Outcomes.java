package dev.atrium.jobs.webhook;

import dev.atrium.jobs.outside.Reply;
import dev.atrium.platform.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Stores how attempts ended. An attempt that was given up for dead stores nothing any more. Every
/// method works in the connection's transaction, which sees the endpoint's tenant.
@ApplicationScoped
class Outcomes {

    /// As a parameter, so that no plan takes the index of what is open for the look-up of one row.
    private static final String SENDING = DeliveryState.SENDING.label();

    private static final String NO_END = "the node that sent it ended before it was answered";

    private final WebhookConfig config;
    private final Disabling disabling;

    Outcomes(WebhookConfig config, Disabling disabling) {
        this.config = config;
        this.disabling = disabling;
    }

    /// An attempt that has ended.
    ///
    /// @param headers that were sent, as they may be shown
    record Attempt(Claimed delivery, Instant at, Duration duration, String headers, Reply reply, Verdict verdict) {

        /// Null if there was no answer.
        @Nullable
        Integer status() {
            return reply instanceof Reply.Answered answered ? answered.status() : null;
        }

        /// The beginning of the answer's body; PostgreSQL has no place for NUL.
        @Nullable
        String answer() {
            return reply instanceof Reply.Answered answered
                    ? new String(answered.body(), StandardCharsets.UTF_8).replace("\0", "")
                    : null;
        }
    }

    void store(Connection connection, EndpointKey endpoint, Attempt attempt, Instant now) throws SQLException {
        // First the endpoint, then its deliveries, as everything does that locks both.
        var _ = EndpointTable.lock(connection, endpoint);
        switch (attempt.verdict()) {
            case Verdict.Delivered _ -> {
                if (end(connection, endpoint, attempt, DeliveryState.DELIVERED, null, null, now)) {
                    succeeded(connection, endpoint);
                }
            }
            case Verdict.Again again -> {
                if (end(connection, endpoint, attempt, DeliveryState.PENDING, again.error(), again.at(), now)) {
                    failed(connection, endpoint, now);
                    if (again.rest() != null) {
                        Claims.rest(connection, endpoint, again.rest());
                    }
                }
            }
            case Verdict.Postponed postponed -> giveBack(connection, endpoint, attempt.delivery(), postponed.at());
            case Verdict.Failed failed -> {
                if (end(connection, endpoint, attempt, DeliveryState.FAILED, failed.error(), null, now)) {
                    failed(connection, endpoint, now);
                }
            }
            case Verdict.Gone gone -> {
                if (end(connection, endpoint, attempt, DeliveryState.FAILED, gone.error(), null, now)) {
                    disabling.disable(connection, endpoint, Disabled.GONE);
                }
            }
        }
    }

    /// Undoes the claim of an attempt that was not made, or interrupted because the node stops: it does
    /// not count.
    ///
    /// @param at when the next one is made
    void giveBack(Connection connection, EndpointKey endpoint, Claimed delivery, Instant at) throws SQLException {
        Sql.update(
                connection,
                "update webhook_delivery set state = 'pending', attempts = attempts - 1, next_attempt_at = ?"
                        + " where tenant = ? and id = ? and state = ? and attempts = ?",
                at,
                endpoint.tenant().value(),
                delivery.id(),
                SENDING,
                delivery.attempt());
    }

    /// Has attempts be made anew that began before this time and did not end: their node is dead. They
    /// count; what has no attempt left has failed.
    void abandon(Connection connection, EndpointKey endpoint, Instant before, Instant now) throws SQLException {
        int most = config.pauses().size() + 1;
        List<UUID> abandoned = Sql.query(
                connection,
                "update webhook_delivery set last_error = '" + NO_END + "',"
                        + " state = case when attempts - forgiven < ? then 'pending' else 'failed' end,"
                        + " next_attempt_at = case when attempts - forgiven < ? then ?::timestamptz end,"
                        + " ended_at = case when attempts - forgiven < ? then null else ?::timestamptz end"
                        + " where tenant = ? and endpoint_id = ? and state = 'sending' and started_at < ? returning id",
                row -> row.getObject("id", UUID.class),
                most,
                most,
                now,
                most,
                now,
                endpoint.tenant().value(),
                endpoint.id(),
                before);
        for (UUID id : abandoned) {
            Sql.update(
                    connection,
                    "insert into webhook_attempt (tenant, delivery_id, number, at, duration_ms, request_headers, error)"
                            + " select tenant, id, attempts, started_at, 0, '{}', last_error from webhook_delivery"
                            + " where tenant = ? and id = ? on conflict do nothing",
                    endpoint.tenant().value(),
                    id);
        }
    }

    /// @return false if the attempt is not the delivery's any more: then nothing was changed
    private static boolean end(
            Connection connection,
            EndpointKey endpoint,
            Attempt attempt,
            DeliveryState state,
            @Nullable String error,
            @Nullable Instant next,
            Instant now)
            throws SQLException {
        boolean ended = Sql.changes(
                connection,
                "update webhook_delivery set state = ?, next_attempt_at = ?, ended_at = ?, last_status = ?,"
                        + " last_error = ? where tenant = ? and id = ? and state = ? and attempts = ?",
                state.label(),
                next,
                next == null ? now : null,
                attempt.status(),
                error,
                endpoint.tenant().value(),
                attempt.delivery().id(),
                SENDING,
                attempt.delivery().attempt());
        if (ended) {
            Sql.update(
                    connection,
                    "insert into webhook_attempt (tenant, delivery_id, number, at, duration_ms, request_headers, status,"
                            + " answer, error) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    endpoint.tenant().value(),
                    attempt.delivery().id(),
                    attempt.delivery().attempt(),
                    attempt.at(),
                    attempt.duration().toMillis(),
                    attempt.headers(),
                    attempt.status(),
                    attempt.answer(),
                    error);
        }
        return ended;
    }

    private static void succeeded(Connection connection, EndpointKey endpoint) throws SQLException {
        Sql.update(
                connection,
                "update webhook_endpoint set failures = 0, failing_since = null"
                        + " where tenant = ? and id = ? and failures > 0",
                endpoint.tenant().value(),
                endpoint.id());
    }

    private void failed(Connection connection, EndpointKey endpoint, Instant now) throws SQLException {
        Instant since = Sql.first(
                        connection,
                        "update webhook_endpoint set failures = failures + 1, failing_since = coalesce(failing_since, ?)"
                                + " where tenant = ? and id = ? returning failing_since",
                        row -> Sql.requiredInstant(row, "failing_since"),
                        now,
                        endpoint.tenant().value(),
                        endpoint.id())
                .orElse(now);
        if (!since.plus(config.disableAfter()).isAfter(now)) {
            disabling.disable(connection, endpoint, Disabled.FAILING);
        }
    }
}
