package dev.atrium.jobs.mail;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the operator's mail provider reports of addresses after it has taken mails to them: the table
/// `mail_report`. It does not say for which tenant a mail was, so a report counts for all: each makes it
/// a suppression of its own as soon as it has a mail for the address, which its admins see and may
/// remove. After that only another report counts. A report is forgotten after a year.
public final class Reports {

    private static final Duration KEPT = Duration.ofDays(365);
    private static final String HASH = "sha256(convert_to(?, 'UTF8'))";

    private static final String ADD = "insert into mail_report (address, kind, detail, reported_at) values (" + HASH
            + ", ?, ?, ?) on conflict (address, kind) do update"
            + " set detail = excluded.detail, reported_at = excluded.reported_at";

    /// Each report takes away more than it brings.
    private static final String FORGET = "delete from mail_report where (address, kind) in (select address, kind"
            + " from mail_report where reported_at < ? limit 10 for update skip locked)";

    private static final String NEWS = "select r.kind, r.detail, r.reported_at from mail_report r where r.address = "
            + HASH + " and r.reported_at > coalesce((select t.reported_at from mail_report_taken t"
            + " where t.tenant = ? and t.address = r.address and t.kind = r.kind), '-infinity')";
    private static final String TAKE = "insert into mail_report_taken (tenant, address, kind, reported_at) values (?, "
            + HASH + ", ?, ?) on conflict (tenant, address, kind) do update set reported_at = excluded.reported_at";
    private static final String FORGET_TAKEN = "delete from mail_report_taken where tenant = ? and reported_at < ?";

    private Reports() {}

    /// What a report says.
    public enum Kind {
        /// There is no such mailbox, or it takes no mail: for good. Nothing is sent there any more.
        BOUNCE,
        /// Its owner takes the mail for spam: no notifications are sent there any more.
        COMPLAINT;

        /// As in the API, and in tables, where it is the suppression's reason.
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record News(String kind, @Nullable String detail, Instant at) {}

    /// In the connection's transaction, of whichever tenant. The same once more counts anew.
    ///
    /// @param detail what was said; null: nothing
    public static void add(Connection connection, MailAddress address, Kind kind, @Nullable String detail, Instant now)
            throws SQLException {
        Sql.update(connection, FORGET, now.minus(KEPT));
        Sql.update(connection, ADD, address.key(), kind.label(), detail, now);
    }

    /// Makes what was reported of an address the tenant's own, before it is looked at in the connection's transaction.
    public static void take(Connection connection, TenantId tenant, MailAddress address, Instant now)
            throws SQLException {
        List<News> news = Sql.query(
                connection,
                NEWS,
                row -> new News(
                        row.getString("kind"), row.getString("detail"), Sql.requiredInstant(row, "reported_at")),
                address.key(),
                tenant.value());
        for (News one : news) {
            Bounces.add(connection, tenant, address, one.kind(), one.detail(), now);
            Sql.update(connection, TAKE, tenant.value(), address.key(), one.kind(), one.at());
        }
        if (!news.isEmpty()) {
            Sql.update(connection, FORGET_TAKEN, tenant.value(), now.minus(KEPT));
        }
    }
}
