package dev.atrium.jobs.backup;

import dev.atrium.jobs.dissolution.Estate;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Backups of an organisation that was deleted go after a while, as backups that somebody deletes.
@ApplicationScoped
class BackupEstate implements Estate {

    private static final int CHUNK = 100;

    @Override
    public int forget(Connection connection, TenantId tenant) throws SQLException {
        List<BackupKey> kept = BackupTable.kept(connection, tenant, CHUNK);
        for (BackupKey key : kept) {
            boolean _ = BackupTable.delete(connection, key);
        }
        return kept.size();
    }
}
