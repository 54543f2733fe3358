@NullMarked
package dev.atrium.search.query;

import org.jspecify.annotations.NullMarked;
