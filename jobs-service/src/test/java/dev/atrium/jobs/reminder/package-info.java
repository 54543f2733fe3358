@NullMarked
package dev.atrium.jobs.reminder;

import org.jspecify.annotations.NullMarked;
