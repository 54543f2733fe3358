@NullMarked
package dev.atrium.platform.event;

import org.jspecify.annotations.NullMarked;
