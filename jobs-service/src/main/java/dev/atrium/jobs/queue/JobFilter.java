package dev.atrium.jobs.queue;

import dev.atrium.platform.identity.TenantId;
import org.jspecify.annotations.Nullable;

/// Which jobs a list shows; null means all of the tenant.
record JobFilter(
        TenantId tenant,
        @Nullable String subject,
        @Nullable JobState state,
        @Nullable String jobClass) {}
