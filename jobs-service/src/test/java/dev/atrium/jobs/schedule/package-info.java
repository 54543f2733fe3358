@NullMarked
package dev.atrium.jobs.schedule;

import org.jspecify.annotations.NullMarked;
