package dev.atrium.jobs.notify.preference;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The table `notification_preference`. Every method works in the connection's transaction, which sees
/// one tenant.
public final class PreferenceTable {

    private PreferenceTable() {}

    /// Those of somebody who has said nothing are the usual ones.
    public static Preferences find(Connection connection, TenantId tenant, String subject) throws SQLException {
        return RoundTrip.alone(
                connection,
                trip -> trip.made(
                        "select document from notification_preference where tenant = ? and subject = ?",
                        row -> Json.read(row.getString("document"), Preferences.class),
                        found -> found.orElse(Preferences.USUAL),
                        tenant.value(),
                        subject));
    }

    /// Those of many, with other statements.
    ///
    /// @param subjects an array of texts
    /// @return by subject; who has said nothing is not among them
    public static RoundTrip.Answer<List<Map.Entry<String, Preferences>>> find(
            RoundTrip trip, TenantId tenant, Array subjects) {
        return trip.all(
                "select subject, document from notification_preference where tenant = ? and subject = any(?)",
                row -> Map.entry(row.getString("subject"), Json.read(row.getString("document"), Preferences.class)),
                tenant.value(),
                subjects);
    }

    public static void put(Connection connection, TenantId tenant, String subject, Preferences preferences, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into notification_preference (tenant, subject, document, updated_at) values (?, ?, ?, ?)"
                        + " on conflict (tenant, subject) do update set document = excluded.document,"
                        + " updated_at = excluded.updated_at",
                tenant.value(),
                subject,
                Json.write(preferences),
                now);
    }

    /// Writes the usual ones down, if there are none.
    public static void initialise(Connection connection, TenantId tenant, String subject, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into notification_preference (tenant, subject, document, updated_at) values (?, ?, ?, ?)"
                        + " on conflict (tenant, subject) do nothing",
                tenant.value(),
                subject,
                Json.write(Preferences.USUAL),
                now);
    }
}
