package dev.atrium.jobs.queue;

import dev.atrium.jobs.retry.Backoff;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides what a job becomes after a try.
///
/// @param maxAttempts at least 1
record RetryPolicy(int maxAttempts, Backoff backoff) {

    /// What a job becomes.
    sealed interface Verdict {
        record Done(@Nullable String note) implements Verdict {}

        record Retrying(Instant at, String reason) implements Verdict {}

        record Dead(String reason) implements Verdict {}

        /// The try does not count.
        record Later(Instant at) implements Verdict {}
    }

    /// @param attempts tries so far, this one included
    Verdict after(Outcome outcome, int attempts, Instant now, RandomGenerator random) {
        return switch (outcome) {
            case Outcome.Done done -> new Verdict.Done(done.note());
            case Outcome.Dead dead -> new Verdict.Dead(dead.reason());
            case Outcome.Later later -> new Verdict.Later(now.plus(later.after()));
            case Outcome.Retry retry ->
                attempts < maxAttempts
                        ? new Verdict.Retrying(now.plus(backoff.delay(attempts, random, retry.after())), retry.reason())
                        : new Verdict.Dead("gave up after " + attempts + " attempts: " + retry.reason());
        };
    }

    /// Whether a job may be tried once more. It may not if its tries ended with their nodes: it may be what kills them.
    boolean allowsAnother(int attempts) {
        return attempts < maxAttempts;
    }
}
