@NullMarked
package dev.atrium.bench.load;

import org.jspecify.annotations.NullMarked;
