@NullMarked
package dev.atrium.platform.fairness;

import org.jspecify.annotations.NullMarked;
