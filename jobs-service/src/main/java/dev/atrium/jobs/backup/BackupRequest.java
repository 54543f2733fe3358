package dev.atrium.jobs.backup;

import org.jspecify.annotations.Nullable;

/// The body that asks for a backup; may be left out.
///
/// @param keep 1 to 100: how many of the backups that say so are kept, this one included. Absent: it
///     stays until it is deleted
record BackupRequest(@Nullable Integer keep) {

    BackupInput checked() {
        return new BackupInput(keep == null ? null : BackupWorkflow.keep("/keep", keep));
    }
}
