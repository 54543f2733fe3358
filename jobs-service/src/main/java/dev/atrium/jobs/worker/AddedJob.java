package dev.atrium.jobs.worker;

import java.util.UUID;

/// What became of a job that was to be added.
///
/// @param id by which it is found among the jobs
/// @param added false: there was one with this id already, which stays as it is
public record AddedJob(UUID id, boolean added) {}
