@NullMarked
package dev.atrium.search.index.lucene;

import org.jspecify.annotations.NullMarked;
