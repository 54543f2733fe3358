/// Lists come in pages: `?limit=` and `?cursor=`, which clients give back as they got it.
@NullMarked
package dev.atrium.gateway.paging;

import org.jspecify.annotations.NullMarked;
