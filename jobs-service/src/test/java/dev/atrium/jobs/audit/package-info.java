@NullMarked
package dev.atrium.jobs.audit;

import org.jspecify.annotations.NullMarked;
