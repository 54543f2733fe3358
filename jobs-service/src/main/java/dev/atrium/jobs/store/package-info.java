/// What this service keeps in the object store.
@NullMarked
package dev.atrium.jobs.store;

import org.jspecify.annotations.NullMarked;
