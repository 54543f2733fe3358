@NullMarked
package dev.atrium.jobs.invitation;

import org.jspecify.annotations.NullMarked;
