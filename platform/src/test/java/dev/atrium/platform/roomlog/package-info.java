@NullMarked
package dev.atrium.platform.roomlog;

import org.jspecify.annotations.NullMarked;
