@NullMarked
package dev.atrium.jobs.testing;

import org.jspecify.annotations.NullMarked;
