/// The trace that a request belongs to.
@NullMarked
package dev.atrium.platform.trace;

import org.jspecify.annotations.NullMarked;
