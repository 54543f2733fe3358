/// Backups of everything that a tenant has: collected by a workflow, kept in the object store, in an
/// open format.
@NullMarked
package dev.atrium.jobs.backup;

import org.jspecify.annotations.NullMarked;
