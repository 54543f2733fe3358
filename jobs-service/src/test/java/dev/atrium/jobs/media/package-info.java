@NullMarked
package dev.atrium.jobs.media;

import org.jspecify.annotations.NullMarked;
