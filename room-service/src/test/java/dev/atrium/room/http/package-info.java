@NullMarked
package dev.atrium.room.http;

import org.jspecify.annotations.NullMarked;
