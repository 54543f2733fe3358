/// What people want to be reminded of.
@NullMarked
package dev.atrium.jobs.reminder;

import org.jspecify.annotations.NullMarked;
