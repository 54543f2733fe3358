/// Workflows: plain methods whose finished steps are remembered (JB-2).
@NullMarked
package dev.atrium.jobs.workflow;

import org.jspecify.annotations.NullMarked;
