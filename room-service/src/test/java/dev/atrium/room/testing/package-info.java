/// What the tests of this module share.
@NullMarked
package dev.atrium.room.testing;

import org.jspecify.annotations.NullMarked;
