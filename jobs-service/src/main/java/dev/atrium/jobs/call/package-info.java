/// Calls of other services on behalf of users.
@NullMarked
package dev.atrium.jobs.call;

import org.jspecify.annotations.NullMarked;
