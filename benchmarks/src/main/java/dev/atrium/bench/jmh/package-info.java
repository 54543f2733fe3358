@NullMarked
package dev.atrium.bench.jmh;

import org.jspecify.annotations.NullMarked;
