@NullMarked
package dev.atrium.jobs.store;

import org.jspecify.annotations.NullMarked;
