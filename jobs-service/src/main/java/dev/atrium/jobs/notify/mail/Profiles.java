package dev.atrium.jobs.notify.mail;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of users: the table `recipient_profile`. It may be anybody's claim, unless it is of
/// somebody who signs in: mail does not go by it. Every method works in the connection's transaction, which
/// sees one tenant.
public final class Profiles {

    private Profiles() {}

    /// A user.
    ///
    /// @param subject as which it signs in, by the word of its identity provider; null: that is not known
    public record Profile(
            String userId,
            String email,
            String name,
            @Nullable String subject) {}

    /// The user is new. What was heard of it before is later, and stays, unless it was somebody's claim.
    public static void create(Connection connection, TenantId tenant, Profile profile, Instant now)
            throws SQLException {
        put(connection, tenant, profile, now, "p.subject is null and excluded.subject is not null");
    }

    /// The user is this from now on.
    public static void change(Connection connection, TenantId tenant, Profile profile, Instant now)
            throws SQLException {
        put(connection, tenant, profile, now, "true");
    }

    /// Forgets the user for good.
    public static void forget(Connection connection, TenantId tenant, String userId, Instant now) throws SQLException {
        Sql.update(
                connection,
                "insert into recipient_profile (tenant, user_id, created_at, updated_at) values (?, ?, ?, ?)"
                        + " on conflict (tenant, user_id) do update"
                        + " set email = null, name = null, subject = null, updated_at = excluded.updated_at",
                tenant.value(),
                userId,
                now,
                now);
    }

    /// What somebody who signs in is called.
    static Optional<String> name(Connection connection, TenantId tenant, String subject) throws SQLException {
        return Sql.first(
                connection,
                "select name from recipient_profile where tenant = ? and subject = ?",
                row -> row.getString("name"),
                tenant.value(),
                subject);
    }

    private static void put(Connection connection, TenantId tenant, Profile profile, Instant now, String onlyIf)
            throws SQLException {
        Sql.update(
                connection,
                "insert into recipient_profile as p (tenant, user_id, email, name, subject, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (tenant, user_id) do update"
                        + " set email = excluded.email, name = excluded.name,"
                        + " subject = coalesce(excluded.subject, p.subject), updated_at = excluded.updated_at"
                        + " where p.name is not null and " + onlyIf,
                tenant.value(),
                profile.userId(),
                profile.email(),
                profile.name(),
                profile.subject(),
                now,
                now);
    }
}
