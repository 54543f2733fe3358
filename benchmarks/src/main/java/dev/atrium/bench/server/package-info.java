@NullMarked
package dev.atrium.bench.server;

import org.jspecify.annotations.NullMarked;
