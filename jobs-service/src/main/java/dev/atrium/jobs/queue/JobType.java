package dev.atrium.jobs.queue;

/// What a job does.
///
/// @param name never changes: jobs are stored under it
public record JobType(String name, JobClass jobClass) {}
