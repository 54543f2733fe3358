/// Lists in pages: limits, cursors, and the parameters that ask for them.
@NullMarked
package dev.atrium.platform.paging;

import org.jspecify.annotations.NullMarked;
