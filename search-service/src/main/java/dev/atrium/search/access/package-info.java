/// Who may read what: the server's own answer, from the room log (SR-3).
@NullMarked
package dev.atrium.search.access;

import org.jspecify.annotations.NullMarked;
