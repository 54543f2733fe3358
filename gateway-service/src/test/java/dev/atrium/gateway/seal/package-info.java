@NullMarked
package dev.atrium.gateway.seal;

import org.jspecify.annotations.NullMarked;
