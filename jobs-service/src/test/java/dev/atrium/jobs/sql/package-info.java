@NullMarked
package dev.atrium.jobs.sql;

import org.jspecify.annotations.NullMarked;
