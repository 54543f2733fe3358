/// Notifications by Web Push (RFC 8030, 8291, 8292).
@NullMarked
package dev.atrium.jobs.notify.push;

import org.jspecify.annotations.NullMarked;
