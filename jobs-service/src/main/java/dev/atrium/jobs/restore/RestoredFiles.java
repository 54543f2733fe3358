package dev.atrium.jobs.restore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.media.MediaProcess;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.platform.event.Event.FileInfo;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/// Brings files back, and has them derived as if they had been uploaded; their rooms are not told.
@ApplicationScoped
class RestoredFiles {

    private final DataSource dataSource;
    private final RestoreClient target;
    private final JobQueue queue;
    private final Path directory;

    RestoredFiles(DataSource dataSource, RestoreClient target, JobQueue queue, RestoreConfig config) {
        this.dataSource = dataSource;
        this.target = target;
        this.queue = queue;
        this.directory = config.directory();
    }

    /// A file as it is to be.
    ///
    /// @param head what the archive says of it
    /// @param room in which it is now; empty if in none
    /// @param createdAt as the archive says, but not later than now
    record Restored(JsonNode head, Actor owner, String room, Instant createdAt) {}

    /// What a killed process left is deleted.
    void start(@Observes StartupEvent event) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    Path temporary() throws IOException {
        return Files.createTempFile(directory, "file", ".tmp");
    }

    /// Again: the same.
    ///
    /// @return false if media-service does not take it
    /// @throws NonRetryableException if it has other bytes than the archive says
    boolean restore(TenantId tenant, String id, Restored file, Path content)
            throws InterruptedException, IOException, SQLException {
        Optional<RestoreClient.RestoredFile> taken = target.keep(tenant, id, content, RestoreClient.fields(file));
        if (taken.isEmpty()) {
            return false;
        }
        RestoreClient.RestoredFile kept = taken.get();
        if (!kept.sha256().equals(file.head().path("sha256").asText())) {
            throw new NonRetryableException("a file did not arrive as it is in the backup");
        }
        FileInfo info = new FileInfo(
                id,
                file.head().path("name").asText(),
                kept.type(),
                file.head().path("sizeBytes").asLong(),
                null,
                false,
                file.owner(),
                file.createdAt());
        TenantConnections.inTenant(dataSource, tenant, connection -> {
            queue.add(connection, MediaProcess.TYPE, tenant, id, file.owner().subject(), Json.write(info));
            return id;
        });
        queue.wake(JobClass.MEDIA);
        return true;
    }
}
