@NullMarked
package dev.atrium.jobs.team;

import org.jspecify.annotations.NullMarked;
