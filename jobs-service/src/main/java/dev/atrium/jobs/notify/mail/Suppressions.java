package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Addresses that get no mail: the table `mail_suppression`. Every method works in the connection's
/// transaction, which sees one tenant.
final class Suppressions {

    private static final UUID AFTER_ALL = new UUID(-1, -1);
    private static final String VIEW =
            "select id, email, category, reason, detail, created_at from mail_suppression where tenant = ?";

    private Suppressions() {}

    /// Why mail is suppressed.
    enum Reason {
        BOUNCE,
        UNSUBSCRIBE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The same once more changes nothing.
    ///
    /// @param category null: all
    static void add(
            Connection connection,
            TenantId tenant,
            MailAddress address,
            @Nullable Category category,
            Reason reason,
            @Nullable String detail,
            Instant now)
            throws SQLException {
        String about = category == null ? null : category.label();
        Sql.update(
                connection,
                "insert into mail_suppression (tenant, id, email, category, reason, detail, created_at)"
                        + " select ?, ?, ?, ?, ?, ?, ? where not exists (select 1 from mail_suppression where tenant = ?"
                        + " and email = ? and category is not distinct from ? and reason = ?)",
                tenant.value(),
                Ids.next(),
                key(address),
                about,
                reason.label(),
                detail,
                now,
                tenant.value(),
                key(address),
                about,
                reason.label());
    }

    /// Whether the address gets no mail about the category.
    static boolean holds(Connection connection, TenantId tenant, MailAddress address, Category category)
            throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from mail_suppression where tenant = ? and email = ?"
                        + " and (category is null or category = ?)",
                tenant.value(),
                key(address),
                category.label());
    }

    /// Whether the address is of no use at all.
    static boolean bounces(Connection connection, TenantId tenant, MailAddress address) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from mail_suppression where tenant = ? and email = ? and reason = 'bounce'",
                tenant.value(),
                key(address));
    }

    /// The owner of the address wants mail about these categories again.
    static void resubscribe(Connection connection, TenantId tenant, MailAddress address, List<Category> categories)
            throws SQLException {
        Sql.update(
                connection,
                "delete from mail_suppression where tenant = ? and email = ? and reason = 'unsubscribe'"
                        + " and (category is null or category = any(?))",
                tenant.value(),
                key(address),
                connection.createArrayOf(
                        "text", categories.stream().map(Category::label).toArray()));
    }

    /// Newest first.
    ///
    /// @param email null: of all addresses
    /// @param below id of the last one of the page before; null: the first page
    static List<Suppression> list(
            Connection connection, TenantId tenant, @Nullable String email, @Nullable UUID below, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                VIEW + " and (?::text is null or email = lower(?)) and id < ? order by id desc limit ?",
                Suppressions::suppression,
                tenant.value(),
                email,
                email,
                below == null ? AFTER_ALL : below,
                limit);
    }

    static Optional<Suppression> find(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.first(connection, VIEW + " and id = ?", Suppressions::suppression, tenant.value(), id);
    }

    /// @return false if there is none
    static boolean delete(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.changes(connection, "delete from mail_suppression where tenant = ? and id = ?", tenant.value(), id);
    }

    private static String key(MailAddress address) {
        return address.value().toLowerCase(Locale.ROOT);
    }

    private static Suppression suppression(ResultSet row) throws SQLException {
        String category = row.getString("category");
        return new Suppression(
                row.getObject("id", UUID.class),
                row.getString("email"),
                category == null ? null : Category.labelled(category).orElse(null),
                row.getString("reason"),
                row.getString("detail"),
                Sql.requiredInstant(row, "created_at"));
    }
}
