/// When to try again, and when not.
@NullMarked
package dev.atrium.jobs.retry;

import org.jspecify.annotations.NullMarked;
