@NullMarked
package dev.atrium.search.embed;

import org.jspecify.annotations.NullMarked;
