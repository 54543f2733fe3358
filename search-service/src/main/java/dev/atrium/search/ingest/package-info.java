/// From the topics into the index: what is indexed, in which pieces, and when (SR-1).
@NullMarked
package dev.atrium.search.ingest;

import org.jspecify.annotations.NullMarked;
