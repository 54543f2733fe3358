package dev.atrium.jobs.secret;

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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Secrets of workers and webhook endpoints: sealed in the database. Every method works in the
/// connection's transaction, which sees the owner's tenant.
@ApplicationScoped
public class Secrets {

    private static final Duration OVERLAP = Duration.ofDays(1);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);
    private static final int FORMER_MAX = 5;

    private final Seal seal;
    private final InstantSource clock;

    Secrets(Seal seal, InstantSource clock) {
        this.seal = seal;
        this.clock = clock;
    }

    /// How long a former secret still holds.
    ///
    /// @param seconds null: a day
    /// @throws ProblemException `invalid-request` if it is not from 0 to 30 days
    public static Duration overlap(@Nullable Long seconds) {
        Duration overlap = seconds == null ? OVERLAP : Duration.ofSeconds(seconds);
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw ProblemException.invalidProperty(
                    "/overlapSeconds", "must be from 0 to " + LONGEST_OVERLAP.toSeconds());
        }
        return overlap;
    }

    /// Adds a secret, beside those that are there.
    ///
    /// @param publicKey null for shared secrets
    /// @throws ProblemException `unavailable` if nothing can be sealed
    public void add(Connection connection, SecretPlace place, String secret, @Nullable String publicKey)
            throws SQLException {
        UUID id = Ids.next();
        Sql.update(
                connection,
                "insert into " + place.kind().table() + " (tenant, id, "
                        + place.kind().noun() + "_id, sealed, created_at) values (?, ?, ?, ?, ?)",
                place.tenant().value(),
                id,
                place.id(),
                close(place, secret),
                clock.instant());
        if (publicKey != null) {
            Sql.update(
                    connection,
                    "update " + place.kind().table() + " set public_key = ? where tenant = ? and id = ?",
                    publicKey,
                    place.tenant().value(),
                    id);
        }
    }

    /// Has this secret be the only one.
    public void replace(Connection connection, SecretPlace place, String secret, @Nullable String publicKey)
            throws SQLException {
        Sql.update(
                connection,
                "delete from " + place.kind().table() + " where " + place.isOwner(),
                place.tenant().value(),
                place.id());
        add(connection, place, secret, publicKey);
    }

    /// Adds a secret, and has the present one, and former ones that hold longer, hold no longer than the overlap.
    ///
    /// @throws ProblemException `conflict` if too many hold
    public void rotate(
            Connection connection, SecretPlace place, Duration overlap, String secret, @Nullable String publicKey)
            throws SQLException {
        Instant now = clock.instant();
        Instant until = now.plus(overlap);
        Sql.update(
                connection,
                "delete from " + place.kind().table() + " where " + place.isOwner() + " and valid_until < ?",
                place.tenant().value(),
                place.id(),
                now);
        int holding = Sql.update(
                connection,
                "update " + place.kind().table() + " set valid_until = least(coalesce(valid_until, ?), ?) where "
                        + place.isOwner(),
                until,
                until,
                place.tenant().value(),
                place.id());
        if (holding > FORMER_MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Too many former secrets of this " + place.kind().noun()
                            + " still hold; let some end, or rotate with overlapSeconds 0.");
        }
        add(connection, place, secret, publicKey);
    }

    /// Those that are signed with now, the present one first.
    ///
    /// @throws IllegalStateException if one of them cannot be opened
    public List<String> valid(Connection connection, SecretPlace place) throws SQLException {
        return Sql.query(
                        connection,
                        "select sealed from " + place.kind().table() + " where " + place.isOwner()
                                + " and (valid_until is null or valid_until > ?) order by created_at desc, id desc",
                        row -> row.getString(1),
                        place.tenant().value(),
                        place.id(),
                        clock.instant())
                .stream()
                .map(text -> open(place, text))
                .toList();
    }

    /// Seals something for the owner that is kept elsewhere.
    ///
    /// @throws ProblemException `unavailable` if nothing can be sealed
    public String close(SecretPlace place, String text) {
        return seal.close(text, place.sealedFor());
    }

    /// @throws IllegalStateException if it cannot be opened
    public String open(SecretPlace place, String sealed) {
        return seal.open(sealed, place.sealedFor())
                .orElseThrow(() -> new IllegalStateException(
                        "a secret of " + place.sealedFor() + " cannot be opened: a key is missing from jobs-data.key"));
    }
}
