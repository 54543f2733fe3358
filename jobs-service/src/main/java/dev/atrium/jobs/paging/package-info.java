/// Parameters of lists.
@NullMarked
package dev.atrium.jobs.paging;

import org.jspecify.annotations.NullMarked;
