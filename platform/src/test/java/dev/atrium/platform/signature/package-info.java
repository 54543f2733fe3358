@NullMarked
package dev.atrium.platform.signature;

import org.jspecify.annotations.NullMarked;
