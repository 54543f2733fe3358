package dev.atrium.jobs.export;

import dev.atrium.platform.identity.TenantId;
import java.util.UUID;

/// Where an export is.
record ExportKey(TenantId tenant, UUID id) {}
