@NullMarked
package dev.atrium.jobs.workflow;

import org.jspecify.annotations.NullMarked;
