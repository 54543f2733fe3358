/// Notifications that leave the suite: when, and each once.
@NullMarked
package dev.atrium.jobs.notify.delivery;

import org.jspecify.annotations.NullMarked;
