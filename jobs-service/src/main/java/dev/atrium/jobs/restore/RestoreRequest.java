package dev.atrium.jobs.restore;

import org.jspecify.annotations.Nullable;

/// The body that asks for a restore; may be left out.
///
/// @param dryRun whether only to tell what would happen
record RestoreRequest(@Nullable Boolean dryRun) {}
