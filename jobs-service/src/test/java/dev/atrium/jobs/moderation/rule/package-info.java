@NullMarked
package dev.atrium.jobs.moderation.rule;

import org.jspecify.annotations.NullMarked;
