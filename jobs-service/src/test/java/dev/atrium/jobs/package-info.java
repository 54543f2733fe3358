@NullMarked
package dev.atrium.jobs;

import org.jspecify.annotations.NullMarked;
