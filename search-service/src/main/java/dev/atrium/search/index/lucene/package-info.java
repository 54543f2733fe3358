/// The index on embedded Lucene: one directory, one process.
@NullMarked
package dev.atrium.search.index.lucene;

import org.jspecify.annotations.NullMarked;
