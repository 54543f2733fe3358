/// What happens in rooms that somebody is told of: mentions and answers.
@NullMarked
package dev.atrium.jobs.notify.room;

import org.jspecify.annotations.NullMarked;
