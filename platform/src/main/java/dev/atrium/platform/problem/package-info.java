/// Refusals: every type of problem, and how one becomes an answer (RFC 9457).
@NullMarked
package dev.atrium.platform.problem;

import org.jspecify.annotations.NullMarked;
