@NullMarked
package dev.atrium.search.ingest;

import org.jspecify.annotations.NullMarked;
