@NullMarked
package dev.atrium.bench.wire;

import org.jspecify.annotations.NullMarked;
