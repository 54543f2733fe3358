@NullMarked
package dev.atrium.jobs.moderation;

import org.jspecify.annotations.NullMarked;
