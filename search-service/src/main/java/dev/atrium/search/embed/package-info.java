/// Meaning as numbers: texts become vectors, in this process and without any network (SR-5).
@NullMarked
package dev.atrium.search.embed;

import org.jspecify.annotations.NullMarked;
