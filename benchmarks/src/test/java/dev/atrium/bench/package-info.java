@NullMarked
package dev.atrium.bench;

import org.jspecify.annotations.NullMarked;
