/// Notifications by e-mail (JB-8).
@NullMarked
package dev.atrium.jobs.notify.mail;

import org.jspecify.annotations.NullMarked;
