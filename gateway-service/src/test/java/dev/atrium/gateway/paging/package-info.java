@NullMarked
package dev.atrium.gateway.paging;

import org.jspecify.annotations.NullMarked;
