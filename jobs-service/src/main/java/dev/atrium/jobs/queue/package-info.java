/// Jobs: something to do later, retried until it is done or dead (JB-1).
@NullMarked
package dev.atrium.jobs.queue;

import org.jspecify.annotations.NullMarked;
