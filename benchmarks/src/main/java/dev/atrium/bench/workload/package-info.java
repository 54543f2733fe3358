@NullMarked
package dev.atrium.bench.workload;

import org.jspecify.annotations.NullMarked;
