package dev.atrium.jobs.queue;

import dev.atrium.jobs.retry.Backoff;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Limits of each class of jobs (JB-1).
@ConfigMapping(prefix = "atrium.queue")
public interface QueueConfig {

    /// Settings per class, by its name; a class that is not named has the defaults.
    @WithDefaults
    @WithName("class")
    Map<JobClass, Limits> limits();

    /// How long a job is kept that is done, cancelled or discarded; until then its like is not added again. Jobs of
    /// the class `media` are kept for ever.
    @WithDefault("30d")
    @DurationMin(days = 1)
    @DurationMax(days = 3650)
    Duration keepEnded();

    /// With the defaults a job is tried 10 times over at most 85 minutes, 43 on average.
    interface Limits {

        /// How many jobs of the class run at the same time on one node.
        @WithDefault("4")
        @Min(1)
        @Max(1000)
        int concurrency();

        /// How many of them may be of the same tenant, in the commons of the same person, so that jobs
        /// which take long do not hold up those of others. Absent: all but one.
        @Min(1)
        @Max(1000)
        OptionalInt concurrencyOfATenant();

        /// How many jobs of the class run at the same time on all nodes together, for what must not be
        /// asked for more however many nodes there are, such as a mail server. Absent: as many as the
        /// nodes have places. One of them is left to others, where there are several: a tenant, in the
        /// commons a person, has all the rest at most. With it nodes take jobs of the class one after the
        /// other, and one that waits for a place that another node leaves notices that when it looks next
        /// (`atrium.lane.poll`).
        @Min(1)
        @Max(100_000)
        OptionalInt concurrencyOfAllNodes();

        /// How often a job is tried before it is dead. A try whose node was killed counts.
        @WithDefault("10")
        @Min(1)
        @Max(100)
        int maxAttempts();

        /// Upper bound of the pause after the first failure; doubles with each further one.
        @WithDefault("10s")
        @DurationMin(millis = 1)
        @DurationMax(hours = 1)
        Duration firstDelay();

        /// Upper bound of every pause.
        @WithDefault("1h")
        @DurationMin(millis = 1)
        @DurationMax(days = 1)
        Duration maxDelay();

        /// How long one try may take before it is interrupted and counts as failed.
        @WithDefault("5m")
        @DurationMin(millis = 10)
        @DurationMax(hours = 12)
        Duration deadline();

        default int ofATenant() {
            return concurrencyOfATenant().orElse(Math.max(1, concurrency() - 1));
        }

        default RetryPolicy policy() {
            return new RetryPolicy(maxAttempts(), new Backoff(firstDelay(), maxDelay()));
        }
    }
}
