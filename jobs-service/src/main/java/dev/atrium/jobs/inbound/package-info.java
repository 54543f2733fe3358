/// Webhooks from outside: what their sources want done about them is done, and there is a log of it.
@NullMarked
package dev.atrium.jobs.inbound;

import org.jspecify.annotations.NullMarked;
