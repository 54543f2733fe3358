/// All that happens later in a tenant, at a glance (JB-11).
@NullMarked
package dev.atrium.jobs.operations;

import org.jspecify.annotations.NullMarked;
