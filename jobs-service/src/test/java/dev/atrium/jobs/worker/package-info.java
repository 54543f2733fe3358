@NullMarked
package dev.atrium.jobs.worker;

import org.jspecify.annotations.NullMarked;
