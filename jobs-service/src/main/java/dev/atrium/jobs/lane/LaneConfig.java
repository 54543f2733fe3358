package dev.atrium.jobs.lane;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// The clock of all lanes. An execution whose node was killed is taken over after at most `heartbeat` × (`missed
/// heartbeats` + 2) + `poll`: 9 seconds with the defaults.
@ConfigMapping(prefix = "atrium.lane")
public interface LaneConfig {

    /// How often a lane looks for executions that other nodes scheduled, or that have become due. What this node
    /// schedules it sees at once.
    @WithDefault("1s")
    @DurationMin(millis = 50)
    @DurationMax(minutes = 1)
    Duration poll();

    /// How often a running execution shows that its node is alive: one small transaction each.
    @WithDefault("1s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration heartbeat();

    /// After how many heartbeats that did not come a node counts as dead. A node that was only paused finds out that it
    /// was replaced and has no further effect.
    @WithDefault("6")
    @Min(4)
    @Max(100)
    int missedHeartbeats();

    /// How long running executions may go on after a stop was asked for, before they are interrupted and given back.
    @WithDefault("8s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration stopGrace();
}
