/// Brings backups back: rooms as new rooms with their history, files as new files. Nothing that is
/// there is changed.
@NullMarked
package dev.atrium.jobs.restore;

import org.jspecify.annotations.NullMarked;
