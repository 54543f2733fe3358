@NullMarked
package dev.atrium.jobs.notify.notice;

import org.jspecify.annotations.NullMarked;
