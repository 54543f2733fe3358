@NullMarked
package dev.atrium.search;

import org.jspecify.annotations.NullMarked;
