/// What happens later, may fail, and must still happen (JB).
@NullMarked
package dev.atrium.jobs;

import org.jspecify.annotations.NullMarked;
