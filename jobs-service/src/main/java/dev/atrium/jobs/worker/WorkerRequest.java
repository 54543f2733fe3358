package dev.atrium.jobs.worker;

import dev.atrium.jobs.outside.OutsideRules;
import dev.atrium.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/// The body that registers a worker, or changes one: then what is null stays as it is.
///
/// @param name 1 to 100 characters
/// @param url where batches are sent to: `https`
/// @param concurrency how many requests are under way at the same time, from each node: 1 to 50, at
///     first 10
/// @param timeoutSeconds how long a request may take: 1 to 300, at first 30
/// @param maxAttempts how often a job is tried before it is given up: 1 to 100, at first 10
public record WorkerRequest(
        @Nullable String name,
        @Nullable String url,
        @Nullable BatchWish batch,
        @Nullable Integer concurrency,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer maxAttempts) {

    private static final int LONGEST_NAME = 100;

    static final WorkerRequest EMPTY = new WorkerRequest(null, null, null, null, null, null);

    /// How jobs are put together.
    ///
    /// @param size how many a request has at most: 1 to 100, at first 10
    /// @param waitSeconds how long the first of them waits for others: 0 to 60, at first 0
    public record BatchWish(
            @Nullable Integer size, @Nullable Integer waitSeconds) {}

    @Nullable
    Integer batchSize() {
        return batch == null ? null : batch.size();
    }

    @Nullable
    Integer waitSeconds() {
        return batch == null ? null : batch.waitSeconds();
    }

    /// @throws ProblemException `invalid-request` that names what is wrong
    WorkerRequest checked(OutsideRules rules) {
        if (name != null
                && (name.isBlank()
                        || name.length() > LONGEST_NAME
                        || name.chars().anyMatch(Character::isISOControl))) {
            throw ProblemException.invalidProperty(
                    "/name", "must be 1 to 100 characters, none of them a control character");
        }
        if (url != null) {
            rules.refusal(url).ifPresent(reason -> {
                throw ProblemException.invalidProperty("/url", reason);
            });
        }
        demand("/batch/size", batchSize(), 1, 100);
        demand("/batch/waitSeconds", waitSeconds(), 0, 60);
        demand("/concurrency", concurrency, 1, 50);
        demand("/timeoutSeconds", timeoutSeconds, 1, 300);
        demand("/maxAttempts", maxAttempts, 1, 100);
        return this;
    }

    /// @throws ProblemException `invalid-request` unless it names what a worker must have
    void demandWhole() {
        if (name == null) {
            throw ProblemException.invalidProperty("/name", "is required");
        }
        if (url == null) {
            throw ProblemException.invalidProperty("/url", "is required");
        }
    }

    private static void demand(String pointer, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw ProblemException.invalidProperty(pointer, "must be from " + least + " to " + most);
        }
    }
}
