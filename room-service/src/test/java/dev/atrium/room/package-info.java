@NullMarked
package dev.atrium.room;

import org.jspecify.annotations.NullMarked;
