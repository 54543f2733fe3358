@NullMarked
package dev.atrium.search.access;

import org.jspecify.annotations.NullMarked;
