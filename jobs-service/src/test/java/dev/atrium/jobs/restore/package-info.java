@NullMarked
package dev.atrium.jobs.restore;

import org.jspecify.annotations.NullMarked;
