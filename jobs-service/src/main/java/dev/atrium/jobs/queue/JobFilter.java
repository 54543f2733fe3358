package dev.atrium.jobs.queue;

import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which jobs are meant; null means all of the tenant.
///
/// @param since added at this time or later
/// @param until added before this time
record JobFilter(
        TenantId tenant,
        @Nullable String subject,
        @Nullable JobState state,
        @Nullable String jobClass,
        @Nullable String type,
        @Nullable Instant since,
        @Nullable Instant until) {}
