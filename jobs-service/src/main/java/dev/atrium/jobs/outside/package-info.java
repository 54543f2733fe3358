/// Calls of addresses that users gave: out into the world, and never into our own network.
@NullMarked
package dev.atrium.jobs.outside;

import org.jspecify.annotations.NullMarked;
