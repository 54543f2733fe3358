@NullMarked
package dev.atrium.platform.problem;

import org.jspecify.annotations.NullMarked;
