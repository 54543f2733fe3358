@NullMarked
package dev.atrium.jobs.export;

import org.jspecify.annotations.NullMarked;
