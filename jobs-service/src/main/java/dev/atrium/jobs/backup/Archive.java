package dev.atrium.jobs.backup;

import dev.atrium.jobs.store.MissingObjectException;
import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// The bytes of complete backups.
@ApplicationScoped
public class Archive {

    private static final int PIECE = 1 << 20;

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

    /// Whether there is such a backup, and it is complete; if so, that stays until the connection's
    /// transaction ends.
    public static boolean isThere(Connection connection, BackupKey key) throws SQLException {
        Backups.oneAtATime(connection, key.tenant());
        return BackupTable.find(connection, key)
                .filter(backup -> backup.status().equals("complete"))
                .isPresent();
    }

    /// The archive from a byte on, read as it is asked for.
    ///
    /// @return empty if there is no such backup, or it is not complete
    public Optional<InputStream> open(BackupKey key, long offset) throws SQLException {
        return find(key).map(complete -> new SegmentStream(this, key, complete.segments(), offset));
    }

    /// Writes a segment, a piece at a time in memory.
    ///
    /// @param from how many of its bytes are left out
    /// @throws MissingObjectException if it is not there, or is not what was stored: perhaps only after
    ///     all of it was written
    void write(BackupKey key, StoredSegment segment, long from, OutputStream out)
            throws IOException, InterruptedException {
        MessageDigest digest = Sha256.digest();
        for (long offset = 0; offset < segment.sizeBytes(); offset += PIECE) {
            int length = (int) Math.min(PIECE, segment.sizeBytes() - offset);
            byte[] piece = store.get(key.object(segment.object()), offset, length);
            digest.update(piece);
            int start = Math.clamp(from - offset, 0, length);
            out.write(piece, start, length - start);
        }
        requireSame(key, segment, HexFormat.of().formatHex(digest.digest()));
    }

    /// The bytes of one segment.
    ///
    /// @throws MissingObjectException if it is not there, or is not what was stored
    byte[] bytes(BackupKey key, StoredSegment segment) throws InterruptedException {
        byte[] bytes = store.get(key.object(segment.object()));
        requireSame(key, segment, Sha256.hex(bytes));
        return bytes;
    }

    private static void requireSame(BackupKey key, StoredSegment segment, String sha256) {
        if (!segment.object().endsWith("." + sha256)) {
            throw new MissingObjectException("a backup in the object store is not what was written: " + key);
        }
    }
}
