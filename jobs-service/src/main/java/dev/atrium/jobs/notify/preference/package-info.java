/// How people want to be told (JB-7): by which channels, when, and of what not.
@NullMarked
package dev.atrium.jobs.notify.preference;

import org.jspecify.annotations.NullMarked;
