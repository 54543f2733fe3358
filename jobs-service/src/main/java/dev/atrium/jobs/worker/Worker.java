package dev.atrium.jobs.worker;

import java.time.Duration;
import java.util.List;

/// A worker as its requests need it.
///
/// @param batchSize how many jobs a request has at most
/// @param batchWait how long the first of them waits for others
/// @param concurrency how many requests are under way at the same time, from each node
/// @param timeout of a request
/// @param maxAttempts how often a job is tried before it is given up
/// @param ownerLeft whether its owner is no member any more: then it is sent nothing
/// @param secrets that requests are signed with, each; the present one first
record Worker(
        WorkerKey key,
        String url,
        int batchSize,
        Duration batchWait,
        int concurrency,
        Duration timeout,
        int maxAttempts,
        boolean ownerLeft,
        List<String> secrets) {

    Worker {
        secrets = List.copyOf(secrets);
    }

    /// Does not show the secrets.
    @Override
    public String toString() {
        return "Worker[" + key + "]";
    }
}
