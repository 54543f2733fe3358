/// Who sees what of a tenant's jobs and workflows.
@NullMarked
package dev.atrium.jobs.access;

import org.jspecify.annotations.NullMarked;
