package dev.atrium.jobs.backup;

import org.jspecify.annotations.Nullable;

/// What a backup is to be.
///
/// @param keep how many of the backups that say so are kept, this one included: older ones are deleted.
///     Null: it stays until somebody deletes it
public record BackupInput(@Nullable Integer keep) {}
