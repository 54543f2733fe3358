/// Workflows that are started again and again, by a tenant's calendar (JB-11).
@NullMarked
package dev.atrium.jobs.schedule;

import org.jspecify.annotations.NullMarked;
