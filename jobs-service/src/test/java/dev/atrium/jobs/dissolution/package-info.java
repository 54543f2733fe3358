@NullMarked
package dev.atrium.jobs.dissolution;

import org.jspecify.annotations.NullMarked;
