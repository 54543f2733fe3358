/// Reads a topic from its beginning, and goes on with what comes.
@NullMarked
package dev.atrium.platform.follow;

import org.jspecify.annotations.NullMarked;
