package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Turns.Urgency;

/// What a job does.
///
/// @param name never changes: jobs are stored under it
/// @param urgency of every job of the type. Nothing that a request says makes a job more urgent: all
///     would ask for it
public record JobType(String name, JobClass jobClass, Urgency urgency) {

    /// Of ordinary urgency.
    public JobType(String name, JobClass jobClass) {
        this(name, jobClass, Urgency.NORMAL);
    }
}
