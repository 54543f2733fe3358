@NullMarked
package dev.atrium.jobs.intake;

import org.jspecify.annotations.NullMarked;
