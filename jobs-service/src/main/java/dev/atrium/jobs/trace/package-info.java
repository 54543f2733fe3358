/// Traces that go on where the work was stored.
@NullMarked
package dev.atrium.jobs.trace;

import org.jspecify.annotations.NullMarked;
