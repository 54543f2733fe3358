@NullMarked
package dev.atrium.bench.target;

import org.jspecify.annotations.NullMarked;
