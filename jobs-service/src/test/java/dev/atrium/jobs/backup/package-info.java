@NullMarked
package dev.atrium.jobs.backup;

import org.jspecify.annotations.NullMarked;
