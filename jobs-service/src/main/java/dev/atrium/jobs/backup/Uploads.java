package dev.atrium.jobs.backup;

import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Takes archives that are uploaded: what is read is checked and stored at the same time, so that one
/// of any size needs the memory of a segment, and nothing counts before its last byte was checked.
@ApplicationScoped
class Uploads {

    private final Backups backups;
    private final ObjectStore store;
    private final BackupConfig config;
    private final Semaphore places;

    Uploads(Backups backups, ObjectStore store, BackupConfig config) {
        this.backups = backups;
        this.store = store;
        this.config = config;
        this.places = new Semaphore(config.atOnce());
    }

    /// @param idempotencyKey null: every archive becomes a backup
    /// @throws ProblemException `unprocessable` if it is not a whole backup, or if another one was uploaded
    ///     with this key, `too-large`, `conflict` while the tenant sends another one, `unavailable` while
    ///     this node takes as many as it can
    Backups.Made take(Caller caller, InputStream archive, @Nullable String idempotencyKey)
            throws SQLException, IOException, InterruptedException {
        if (!places.tryAcquire()) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "Other backups are uploaded now: come back later.");
        }
        try {
            return receive(caller, archive, idempotencyKey);
        } finally {
            places.release();
        }
    }

    private Backups.Made receive(Caller caller, InputStream archive, @Nullable String idempotencyKey)
            throws SQLException, IOException, InterruptedException {
        BackupKey key = backups.receive(caller, idempotencyKey);
        boolean done = false;
        try (Storing bytes = new Storing(archive, key)) {
            Format.Counts counts = new ArchiveCheck(bytes).check();
            bytes.flush();
            Backups.Received whole =
                    new Backups.Received(bytes.segments, counts, HexFormat.of().formatHex(bytes.digest.digest()));
            Backups.Made taken = backups.received(key, caller, whole, idempotencyKey);
            done = taken.isNew();
            return taken;
        } catch (InvalidArchiveException e) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, "This archive cannot be taken: " + e.getMessage() + ".", e);
        } finally {
            if (!done) {
                backups.refuse(key);
            }
        }
    }

    /// Stores what is read through it.
    private final class Storing extends FilterInputStream {

        private final BackupKey key;
        private final byte[] buffer = new byte[(int) config.segment().asLongValue()];
        private int size;
        private final List<StoredSegment> segments = new ArrayList<>();
        private final MessageDigest digest = Sha256.digest();
        private long stored;

        Storing(InputStream archive, BackupKey key) {
            super(archive);
            this.key = key;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, Math.min(length, buffer.length - size));
            if (read > 0) {
                System.arraycopy(bytes, offset, buffer, size, read);
                size += read;
                if (size == buffer.length) {
                    flush();
                }
            }
            return read;
        }

        /// Stores what there is.
        void flush() throws IOException {
            byte[] bytes = size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
            size = 0;
            if (bytes.length == 0) {
                return;
            }
            if (stored + bytes.length > config.maxUpload().asLongValue()) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE,
                        "A backup may have at most " + config.maxUpload().asLongValue() + " bytes.");
            }
            String object = "%06d.%s".formatted(segments.size(), Sha256.hex(bytes));
            try {
                store.put(key.object(object), bytes, "application/octet-stream");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("an upload was interrupted");
            }
            digest.update(bytes);
            segments.add(new StoredSegment(object, stored, bytes.length));
            stored += bytes.length;
        }
    }
}
