@NullMarked
package dev.atrium.platform.usage;

import org.jspecify.annotations.NullMarked;
