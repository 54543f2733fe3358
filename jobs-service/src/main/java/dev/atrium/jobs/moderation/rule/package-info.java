/// What is looked for in messages.
@NullMarked
package dev.atrium.jobs.moderation.rule;

import org.jspecify.annotations.NullMarked;
