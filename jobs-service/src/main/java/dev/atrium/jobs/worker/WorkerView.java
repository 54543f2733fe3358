package dev.atrium.jobs.worker;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A program that does jobs, as the API shows it.
///
/// @param subject whose it is
/// @param url where batches are sent to; shown to its owner, and to admins
/// @param concurrency how many requests are under way at the same time, from each node
/// @param timeoutSeconds how long a request may take
/// @param maxAttempts how often a job is tried before it is given up
/// @param ownerLeftAt since when its owner is no member any more, and it is sent nothing; null: is one
/// @param secret shown once, in the answer to the request that makes it; null otherwise
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerView(
        UUID id,
        String subject,
        String name,
        @Nullable String url,
        BatchSettings batch,
        int concurrency,
        int timeoutSeconds,
        int maxAttempts,
        @Nullable Instant ownerLeftAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String secret) {

    /// How jobs are put together.
    ///
    /// @param size how many a request has at most
    /// @param waitSeconds how long the first of them waits for others
    public record BatchSettings(int size, int waitSeconds) {}

    WorkerView withSecret(@Nullable String itsSecret) {
        return with(url, itsSecret);
    }

    WorkerView withoutUrl() {
        return with(null, null);
    }

    private WorkerView with(@Nullable String itsUrl, @Nullable String itsSecret) {
        return new WorkerView(
                id,
                subject,
                name,
                itsUrl,
                batch,
                concurrency,
                timeoutSeconds,
                maxAttempts,
                ownerLeftAt,
                createdAt,
                updatedAt,
                itsSecret);
    }

    /// Does not show the secret.
    @Override
    public String toString() {
        return "WorkerView[" + id + "]";
    }
}
