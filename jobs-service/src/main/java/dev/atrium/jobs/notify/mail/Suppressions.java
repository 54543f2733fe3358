package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.Bounces;
import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.notify.Category;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Addresses that get no mail: the table `mail_suppression`, into which `mail.Bounces` puts those that
/// bounce or complain. Every method works in the connection's transaction, which sees one tenant.
final class Suppressions {

    /// How many addresses an admin may put there.
    static final int MOST_MANUAL = 10_000;

    private static final String MANUAL = "manual";
    private static final UUID AFTER_ALL = new UUID(-1, -1);
    private static final String VIEW =
            "select id, email, category, reason, detail, created_at from mail_suppression where tenant = ?";

    private Suppressions() {}

    /// The owner of the address wants no mail. The same once more changes nothing.
    ///
    /// @param category about this; null: about anything
    static void unsubscribe(
            Connection connection, TenantId tenant, MailAddress address, @Nullable Category category, Instant now)
            throws SQLException {
        String about = category == null ? null : category.label();
        Sql.update(
                connection,
                "insert into mail_suppression (tenant, id, email, category, reason, created_at)"
                        + " select ?, ?, ?, ?, 'unsubscribe', ? where not exists (select 1 from mail_suppression"
                        + " where tenant = ? and email = ? and category is not distinct from ?"
                        + " and reason = 'unsubscribe')",
                tenant.value(),
                Ids.next(),
                address.key(),
                about,
                now,
                tenant.value(),
                address.key(),
                about);
    }

    /// What has become of an address.
    ///
    /// @param isNew false if it was there before
    record Added(Suppression suppression, boolean isNew) {}

    /// An admin wants no mail sent there. The same once more changes nothing.
    ///
    /// @param category about this; null: about anything, whatever kind of mail it is
    /// @param detail why; null: it is not said
    /// @return empty if there are as many such as there may be
    static Optional<Added> add(
            Connection connection,
            TenantId tenant,
            MailAddress address,
            @Nullable Category category,
            @Nullable String detail,
            Instant now)
            throws SQLException {
        Bounces.hold(connection, tenant, address);
        String about = category == null ? null : category.label();
        Optional<Suppression> present = Sql.first(
                connection,
                VIEW + " and email = ? and category is not distinct from ? and reason = 'manual'",
                Suppressions::suppression,
                tenant.value(),
                address.key(),
                about);
        if (present.isPresent()) {
            return Optional.of(new Added(present.get(), false));
        }
        Suppression added = new Suppression(Ids.next(), address.key(), category, MANUAL, detail, now);
        boolean fits = Sql.changes(
                connection,
                "insert into mail_suppression (tenant, id, email, category, reason, detail, created_at)"
                        + " select ?, ?, ?, ?, ?, ?, ? where (select count(*) from mail_suppression"
                        + " where tenant = ? and reason = ?) < ?",
                tenant.value(),
                added.id(),
                added.email(),
                about,
                MANUAL,
                detail,
                now,
                tenant.value(),
                MANUAL,
                MOST_MANUAL);
        return fits ? Optional.of(new Added(added, true)) : Optional.empty();
    }

    /// About which categories the address gets no mail.
    static Set<Category> categories(Connection connection, TenantId tenant, MailAddress address) throws SQLException {
        return Set.copyOf(Sql.query(
                connection,
                "select c.label from unnest(?::text[]) as c(label) where exists (select 1 from mail_suppression"
                        + " where tenant = ? and email = ? and (category is null or category = c.label))",
                row -> Category.labelled(row.getString("label")).orElseThrow(),
                Sql.array(connection, "text", Arrays.stream(Category.values()).map(Category::label)),
                tenant.value(),
                address.key()));
    }

    /// The owner of the address wants mail about these categories again, also if it took one for spam before.
    static void resubscribe(Connection connection, TenantId tenant, MailAddress address, List<Category> categories)
            throws SQLException {
        Sql.update(
                connection,
                "delete from mail_suppression where tenant = ? and email = ?"
                        + " and reason in ('unsubscribe', 'complaint')"
                        + " and (category is null or category = any(?))",
                tenant.value(),
                address.key(),
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
