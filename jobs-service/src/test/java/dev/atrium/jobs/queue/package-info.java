@NullMarked
package dev.atrium.jobs.queue;

import org.jspecify.annotations.NullMarked;
