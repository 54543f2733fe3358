package dev.atrium.media.testing;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.arc.Arc;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Looks into the database of the service under test.
public final class Rows {

    private Rows() {}

    /// How many files a tenant has, whoever may read them.
    public static long files(String tenant) {
        return count(tenant, "select count(*) from file");
    }

    /// Bytes of how many files of a tenant are still to be removed, or claimed.
    public static long bytesToRemove(String tenant) {
        return count(tenant, "select count(*) from object_removal where sha256 is not null");
    }

    /// How many objects of a tenant are still to be removed, now or later.
    public static long removals(String tenant) {
        return count(tenant, "select count(*) from object_removal");
    }

    /// How many objects of a tenant are to be removed much later.
    public static long lateRemovals(String tenant) {
        return count(tenant, "select count(*) from object_removal where due_at > now() + interval '30 minutes'");
    }

    /// How many removals of a tenant were tried in vain.
    public static long failedRemovals(String tenant) {
        return count(tenant, "select count(*) from object_removal where attempts > 0");
    }

    /// Makes time pass until no removal of a tenant that was tried in vain may yet come about.
    public static void endDoubts(String tenant) {
        count(
                tenant,
                "with ended as (update object_removal set due_at = least(due_at, now()), doubtful_until = now()"
                        + " where doubtful_until is not null returning 1) select count(*) from ended");
    }

    /// Makes time pass until everything that a tenant is to lose is due.
    public static void hastenRemovals(String tenant) {
        count(
                tenant,
                "with due as (update object_removal set due_at = least(due_at, now()) returning 1)"
                        + " select count(*) from due");
    }

    /// Makes a file as old as if it were processed since yesterday.
    public static void age(String tenant, String file) {
        count(
                tenant,
                "with aged as (update file set created_at = created_at - interval '1 day',"
                        + " processing_since = processing_since - interval '1 day' where id = '" + file
                        + "'::uuid returning 1) select count(*) from aged");
    }

    /// Whether the service has heard of a room of a tenant.
    static boolean hasRoom(String tenant, String room) {
        return count(tenant, "select count(*) from room where id = '" + room + "'") > 0;
    }

    private static long count(String tenant, String sql) {
        DataSource dataSource = Arc.container().instance(DataSource.class).get();
        try {
            return TenantConnections.inTenant(dataSource, new TenantId(tenant), connection -> {
                try (PreparedStatement select = connection.prepareStatement(sql);
                        ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
