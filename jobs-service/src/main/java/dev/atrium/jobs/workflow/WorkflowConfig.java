package dev.atrium.jobs.workflow;

import dev.atrium.jobs.retry.Backoff;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How workflows run (JB-2). The step settings hold for steps that do not bring their own.
@ConfigMapping(prefix = "atrium.workflow")
public interface WorkflowConfig {

    /// How many instances run at the same time on one node. Those that wait for a retry do not count.
    @WithDefault("20")
    @Min(1)
    @Max(1000)
    int concurrency();

    /// How many of them may be of the same tenant, in the commons of the same person: the others stay for
    /// the others.
    @WithDefault("16")
    @Min(1)
    @Max(1000)
    int concurrencyOfATenant();

    /// How often a step is tried before it has failed.
    @WithDefault("6")
    @Min(1)
    @Max(1000)
    int stepMaxAttempts();

    /// Upper bound of the pause after a step's first failure; doubles with each further one.
    @WithDefault("10s")
    @DurationMin(millis = 1)
    @DurationMax(hours = 1)
    Duration stepFirstDelay();

    /// Upper bound of every pause.
    @WithDefault("1h")
    @DurationMin(millis = 1)
    @DurationMax(days = 1)
    Duration stepMaxDelay();

    /// How long one attempt of a step may take.
    @WithDefault("10m")
    @DurationMin(millis = 10)
    @DurationMax(hours = 12)
    Duration stepTimeout();

    /// Results up to this size lie in their rows, larger ones in the object store.
    @WithDefault("1M")
    MemorySize inlineResult();

    /// Largest result of a step or an instance. Each is in memory as a whole when it is written and read.
    @WithDefault("16M")
    MemorySize maxResult();

    /// How much all results of an instance's steps, children and events may be together. They are gone
    /// through at each of its runs.
    @WithDefault("64M")
    MemorySize maxResults();

    /// How many steps an instance may come to. Each of its runs goes through all of them.
    @WithDefault("10000")
    @Min(1)
    @Max(100_000)
    int maxSteps();

    /// How long an instance may sleep in one step, or wait for an event.
    @WithDefault("3650d")
    @DurationMin(seconds = 1)
    @DurationMax(days = 36_500)
    Duration maxSleep();

    /// How long instances are kept that have ended. Those by which old events are known are kept for ever.
    @WithDefault("90d")
    @DurationMin(seconds = 1)
    Duration keepEnded();

    default StepPolicy stepPolicy() {
        return new StepPolicy(stepMaxAttempts(), new Backoff(stepFirstDelay(), stepMaxDelay()), stepTimeout());
    }
}
