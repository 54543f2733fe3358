package dev.atrium.jobs.workflow;

/// Asks for an instance.
///
/// @param type of a known workflow
/// @param subject on whose behalf it runs
/// @param input a record of the workflow's input type
public record Start(WorkflowKey key, String type, String subject, Object input) {}
