package dev.atrium.jobs.webhook;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.seal.Seal;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What endpoints' messages are signed with, and the values of their headers: sealed in the database.
/// Every method works in the connection's transaction, which sees the endpoint's tenant.
@ApplicationScoped
class Secrets {

    private static final int FORMER_MAX = 5;

    private final Seal seal;
    private final InstantSource clock;

    Secrets(Seal seal, InstantSource clock) {
        this.seal = seal;
        this.clock = clock;
    }

    /// Adds a secret, beside those that are there.
    ///
    /// @throws ProblemException `unavailable` if nothing can be sealed
    void add(Connection connection, EndpointKey endpoint, SignatureKind.Made made) throws SQLException {
        Sql.update(
                connection,
                "insert into webhook_secret (tenant, id, endpoint_id, sealed, public_key, created_at)"
                        + " values (?, ?, ?, ?, ?, ?)",
                endpoint.tenant().value(),
                Ids.next(),
                endpoint.id(),
                seal.close(made.secret(), place(endpoint)),
                made.publicKey(),
                clock.instant());
    }

    /// Has this secret be the only one.
    void replace(Connection connection, EndpointKey endpoint, SignatureKind.Made made) throws SQLException {
        Sql.update(
                connection,
                "delete from webhook_secret where tenant = ? and endpoint_id = ?",
                endpoint.tenant().value(),
                endpoint.id());
        add(connection, endpoint, made);
    }

    /// Has the present secret, and former ones that hold longer, hold no longer than the overlap.
    ///
    /// @throws ProblemException `conflict` if too many hold
    void end(Connection connection, EndpointKey endpoint, Duration overlap) throws SQLException {
        Instant now = clock.instant();
        Instant until = now.plus(overlap);
        Sql.update(
                connection,
                "delete from webhook_secret where tenant = ? and endpoint_id = ? and valid_until < ?",
                endpoint.tenant().value(),
                endpoint.id(),
                now);
        int holding = Sql.update(
                connection,
                "update webhook_secret set valid_until = least(coalesce(valid_until, ?), ?)"
                        + " where tenant = ? and endpoint_id = ?",
                until,
                until,
                endpoint.tenant().value(),
                endpoint.id());
        if (holding > FORMER_MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Too many former secrets of this endpoint still hold; let some end, or rotate with overlapSeconds 0.");
        }
    }

    /// Those that messages are signed with now, the present one first.
    ///
    /// @throws IllegalStateException if one of them cannot be opened
    List<String> valid(Connection connection, EndpointKey endpoint) throws SQLException {
        return Sql.query(
                        connection,
                        "select sealed from webhook_secret where tenant = ? and endpoint_id = ?"
                                + " and (valid_until is null or valid_until > ?) order by created_at desc, id desc",
                        row -> row.getString(1),
                        endpoint.tenant().value(),
                        endpoint.id(),
                        clock.instant())
                .stream()
                .map(text -> open(endpoint, text))
                .toList();
    }

    /// @return null if there are none
    @Nullable
    String close(EndpointKey endpoint, @Nullable OwnHeaders headers) {
        return headers == null || headers.values().isEmpty() ? null : seal.close(headers.json(), place(endpoint));
    }

    OwnHeaders headers(EndpointKey endpoint, @Nullable String sealed) {
        return sealed == null ? OwnHeaders.NONE : OwnHeaders.read(open(endpoint, sealed));
    }

    private String open(EndpointKey endpoint, String sealed) {
        Optional<String> text = seal.open(sealed, place(endpoint));
        return text.orElseThrow(() -> new IllegalStateException("a secret of the webhook endpoint " + endpoint
                + " cannot be opened: a key is missing from jobs-data.key"));
    }

    /// Where a secret of the endpoint is stored.
    private static String place(EndpointKey endpoint) {
        return "webhook-endpoint:" + endpoint;
    }
}
