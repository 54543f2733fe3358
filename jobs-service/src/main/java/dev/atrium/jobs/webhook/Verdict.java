package dev.atrium.jobs.webhook;

import dev.atrium.jobs.outside.Reply;
import dev.atrium.jobs.retry.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a delivery becomes after an attempt. Errors are shown to the endpoint's owner.
sealed interface Verdict {

    /// The receiver took it.
    record Delivered() implements Verdict {}

    /// It is tried again.
    ///
    /// @param rest until when the receiver wants to hear nothing at all; null if it did not say
    record Again(String error, Instant at, @Nullable Instant rest) implements Verdict {}

    /// Nothing was sent, for a reason of our own: it does not count, and is tried again soon.
    record Postponed(Instant at) implements Verdict {}

    /// That was the last attempt.
    record Failed(String error) implements Verdict {}

    /// The receiver wants nothing any more (410): its endpoint is disabled.
    record Gone(String error) implements Verdict {}

    int GONE = 410;
    int TOO_MANY = 429;
    int UNAVAILABLE = 503;

    /// How soon what was postponed is tried again, at least and at most.
    Duration POSTPONED = Duration.ofSeconds(5);

    Duration POSTPONED_MOST = Duration.ofSeconds(10);

    /// @param attempts how many were made since it was added or replayed, this one included
    static Verdict of(Reply reply, int attempts, RetrySchedule schedule, Instant now, RandomGenerator random) {
        return switch (reply) {
            case Reply.Answered answered when answered.status() >= 200 && answered.status() < 300 -> new Delivered();
            case Reply.Answered answered when answered.status() == GONE -> new Gone(error(answered));
            case Reply.Answered answered ->
                again(error(answered), attempts, schedule, now, wish(answered, now), random);
            case Reply.Refused refused -> again(refused.reason(), attempts, schedule, now, null, random);
            case Reply.Busy _ ->
                new Postponed(now.plusMillis(random.nextLong(POSTPONED.toMillis(), POSTPONED_MOST.toMillis())));
            case Reply.Failed failed -> again(failed.reason(), attempts, schedule, now, null, random);
        };
    }

    private static Verdict again(
            String error,
            int attempts,
            RetrySchedule schedule,
            Instant now,
            @Nullable Duration wish,
            RandomGenerator random) {
        Optional<Instant> next = schedule.next(attempts, now, wish, random);
        return next.isPresent()
                ? new Again(error, next.get(), wish == null ? null : now.plus(wish))
                : new Failed(error);
    }

    private static @Nullable Duration wish(Reply.Answered answered, Instant now) {
        return answered.status() == TOO_MANY || answered.status() == UNAVAILABLE
                ? RetryAfter.parse(answered.headers().get("retry-after"), now).orElse(null)
                : null;
    }

    private static String error(Reply.Answered answered) {
        boolean redirect = answered.status() >= 300 && answered.status() < 400;
        return "it answered " + answered.status() + (redirect ? "; redirects are not followed" : "");
    }
}
