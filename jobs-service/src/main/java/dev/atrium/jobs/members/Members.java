package dev.atrium.jobs.members;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The table `member`. Every method works in the connection's transaction, which sees one tenant. Who
/// is not there is no member, as far as is known: whoever asks gives no rights then. Members of an
/// organisation that only the provider's tokens name are not known.
public final class Members {

    private Members() {}

    /// Their subjects, in order.
    public static List<String> of(Connection connection, TenantId tenant) throws SQLException {
        return Sql.query(
                connection,
                "select subject from member where tenant = ? order by subject",
                row -> row.getString("subject"),
                tenant.value());
    }

    /// Subjects of those who administer the organisation, in order; at most 20 of them.
    public static List<String> admins(Connection connection, TenantId tenant) throws SQLException {
        return Sql.query(
                connection,
                "select subject from member where tenant = ? and role in ('admin', 'owner') order by subject limit 20",
                row -> row.getString("subject"),
                tenant.value());
    }

    /// What somebody may in an organisation: `viewer`, `commenter`, `editor`, `admin` or `owner`.
    ///
    /// @return empty if the subject is no member, as far as is known
    public static Optional<String> role(Connection connection, TenantId tenant, String subject) throws SQLException {
        return Sql.first(
                connection,
                "select role from member where tenant = ? and subject = ?",
                row -> row.getString("role"),
                tenant.value(),
                subject);
    }

    static void put(Connection connection, TenantId tenant, String subject, String role) throws SQLException {
        Sql.update(
                connection,
                "insert into member (tenant, subject, role) values (?, ?, ?)"
                        + " on conflict (tenant, subject) do update set role = excluded.role",
                tenant.value(),
                subject,
                role);
    }

    static void remove(Connection connection, TenantId tenant, String subject) throws SQLException {
        Sql.update(connection, "delete from member where tenant = ? and subject = ?", tenant.value(), subject);
    }

    static void removeAll(Connection connection, TenantId tenant) throws SQLException {
        Sql.update(connection, "delete from member where tenant = ?", tenant.value());
    }
}
