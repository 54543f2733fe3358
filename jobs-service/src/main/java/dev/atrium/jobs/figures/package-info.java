/// What figures of jobs and of workflows have in common.
@NullMarked
package dev.atrium.jobs.figures;

import org.jspecify.annotations.NullMarked;
