@NullMarked
package dev.atrium.jobs.notify;

import org.jspecify.annotations.NullMarked;
