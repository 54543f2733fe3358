@NullMarked
package dev.atrium.platform.paging;

import org.jspecify.annotations.NullMarked;
