/// The index as a port, and Lucene behind it. Knows tenants and grants, but not who has them.
@NullMarked
package dev.atrium.search.index;

import org.jspecify.annotations.NullMarked;
