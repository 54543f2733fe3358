/// What becomes of an organisation that was deleted.
@NullMarked
package dev.atrium.jobs.dissolution;

import org.jspecify.annotations.NullMarked;
