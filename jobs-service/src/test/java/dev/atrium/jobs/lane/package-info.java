@NullMarked
package dev.atrium.jobs.lane;

import org.jspecify.annotations.NullMarked;
