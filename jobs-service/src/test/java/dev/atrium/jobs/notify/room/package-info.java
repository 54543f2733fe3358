@NullMarked
package dev.atrium.jobs.notify.room;

import org.jspecify.annotations.NullMarked;
