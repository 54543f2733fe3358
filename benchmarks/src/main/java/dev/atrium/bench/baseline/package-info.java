@NullMarked
package dev.atrium.bench.baseline;

import org.jspecify.annotations.NullMarked;
