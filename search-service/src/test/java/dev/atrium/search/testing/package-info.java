@NullMarked
package dev.atrium.search.testing;

import org.jspecify.annotations.NullMarked;
