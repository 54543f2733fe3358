package dev.atrium.jobs.backup;

import org.jspecify.annotations.Nullable;

/// The body that asks for a backup; may be left out.
///
/// @param keep how many of the backups that say so are kept, this one included; at most as many as there
///     can be, usually 30. Absent: it stays until it is deleted
record BackupRequest(@Nullable Integer keep) {}
