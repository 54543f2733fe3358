@NullMarked
package dev.atrium.jobs.access;

import org.jspecify.annotations.NullMarked;
