package dev.atrium.jobs.backup;

import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// The bytes of complete backups.
@ApplicationScoped
public class Archive {

    private final DataSource dataSource;
    private final ObjectStore store;

    Archive(DataSource dataSource, ObjectStore store) {
        this.dataSource = dataSource;
        this.store = store;
    }

    /// A complete backup.
    record Complete(BackupView view, List<StoredSegment> segments) {}

    /// @return empty if there is no such backup, or it is not complete
    Optional<Complete> find(BackupKey key) throws SQLException {
        return TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            Optional<BackupView> view = BackupTable.find(connection, key)
                    .filter(backup -> backup.status().equals("complete"));
            return view.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Complete(view.get(), BackupTable.segments(connection, key)));
        });
    }

    /// Whether there is such a backup, and it is complete.
    public boolean isThere(BackupKey key) throws SQLException {
        return find(key).isPresent();
    }

    /// The archive from a byte on, read as it is asked for.
    ///
    /// @return empty if there is no such backup, or it is not complete
    public Optional<InputStream> open(BackupKey key, long offset) throws SQLException {
        return find(key).map(complete -> new SegmentStream(this, key, complete.segments(), offset));
    }

    /// The bytes of one segment.
    ///
    /// @throws IllegalStateException if it is not what was stored
    byte[] bytes(BackupKey key, StoredSegment segment) throws InterruptedException {
        byte[] bytes = store.get(key.object(segment.object()));
        if (!segment.object().endsWith("." + ObjectStore.sha256(bytes))) {
            throw new IllegalStateException("a backup in the object store is not what was written: " + key);
        }
        return bytes;
    }
}
