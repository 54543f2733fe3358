package dev.atrium.jobs.workflow;

/// An event that a workflow has waited for.
///
/// @param sender subject of who sent it
public record Signal<T>(T payload, String sender) {}
