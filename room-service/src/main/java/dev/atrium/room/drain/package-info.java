/// How a node joins the others, and how it goes.
@NullMarked
package dev.atrium.room.drain;

import org.jspecify.annotations.NullMarked;
