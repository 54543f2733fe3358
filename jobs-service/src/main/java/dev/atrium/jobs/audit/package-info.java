/// What is done here and belongs into the audit trail.
@NullMarked
package dev.atrium.jobs.audit;

import org.jspecify.annotations.NullMarked;
