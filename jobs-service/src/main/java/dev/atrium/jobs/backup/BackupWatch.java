package dev.atrium.jobs.backup;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// The table `backup_watch`, of the service itself: backups of all tenants that have not come to rest,
/// whose objects may have to be deleted.
final class BackupWatch {

    private BackupWatch() {}

    static void add(Connection connection, BackupKey key) throws SQLException {
        Sql.update(
                connection,
                "insert into backup_watch (tenant, backup) values (?, ?) on conflict do nothing",
                key.tenant().value(),
                key.id());
    }

    static void remove(Connection connection, BackupKey key) throws SQLException {
        Sql.update(
                connection,
                "delete from backup_watch where tenant = ? and backup = ?",
                key.tenant().value(),
                key.id());
    }

    static List<BackupKey> all(Connection connection) throws SQLException {
        return Sql.query(
                connection,
                "select tenant, backup from backup_watch order by tenant, backup",
                row -> new BackupKey(new TenantId(row.getString("tenant")), row.getObject("backup", UUID.class)));
    }
}
