@NullMarked
package dev.atrium.jobs.notify.preference;

import org.jspecify.annotations.NullMarked;
