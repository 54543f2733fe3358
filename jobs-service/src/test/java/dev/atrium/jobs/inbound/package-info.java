@NullMarked
package dev.atrium.jobs.inbound;

import org.jspecify.annotations.NullMarked;
