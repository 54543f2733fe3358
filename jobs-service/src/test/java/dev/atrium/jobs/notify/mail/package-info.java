@NullMarked
package dev.atrium.jobs.notify.mail;

import org.jspecify.annotations.NullMarked;
