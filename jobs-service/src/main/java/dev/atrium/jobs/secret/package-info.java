/// What requests to others' addresses are signed with, so that they know whom they are from.
@NullMarked
package dev.atrium.jobs.secret;

import org.jspecify.annotations.NullMarked;
