/// The durable clock and lock: executions that run once at a time in the cluster and survive their node.
@NullMarked
package dev.atrium.jobs.lane;

import org.jspecify.annotations.NullMarked;
