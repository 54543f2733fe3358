@NullMarked
package dev.atrium.jobs.retry;

import org.jspecify.annotations.NullMarked;
