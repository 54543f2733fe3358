@NullMarked
package dev.atrium.jobs.outside;

import org.jspecify.annotations.NullMarked;
