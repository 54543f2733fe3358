@NullMarked
package dev.atrium.platform.seal;

import org.jspecify.annotations.NullMarked;
