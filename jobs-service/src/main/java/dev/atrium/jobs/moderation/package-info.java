/// What becomes of messages that rules or people object to.
@NullMarked
package dev.atrium.jobs.moderation;

import org.jspecify.annotations.NullMarked;
