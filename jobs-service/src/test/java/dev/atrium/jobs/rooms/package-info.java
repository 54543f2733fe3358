@NullMarked
package dev.atrium.jobs.rooms;

import org.jspecify.annotations.NullMarked;
