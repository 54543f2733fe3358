/// How far work is that takes a while (JB-1).
@NullMarked
package dev.atrium.jobs.progress;

import org.jspecify.annotations.NullMarked;
