@NullMarked
package dev.atrium.jobs.webhook;

import org.jspecify.annotations.NullMarked;
