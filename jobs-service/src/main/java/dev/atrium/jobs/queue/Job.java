package dev.atrium.jobs.queue;

import dev.atrium.platform.identity.TenantId;
import java.util.UUID;

/// A job as its handler sees it.
///
/// @param id the same at each try
/// @param subject on whose behalf it runs
/// @param payload JSON, as it was added
/// @param attempt 1 at the first try
public record Job(TenantId tenant, UUID id, String subject, String payload, int attempt) {}
