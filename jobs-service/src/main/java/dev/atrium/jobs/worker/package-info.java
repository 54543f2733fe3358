/// Work of tenants' own (JB-1): what programs of theirs add is sent, in batches, to others of theirs
/// that do it.
@NullMarked
package dev.atrium.jobs.worker;

import org.jspecify.annotations.NullMarked;
