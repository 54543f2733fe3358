@NullMarked
package dev.atrium.media.derive.child;

import org.jspecify.annotations.NullMarked;
