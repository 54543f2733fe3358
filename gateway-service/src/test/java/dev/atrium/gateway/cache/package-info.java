@NullMarked
package dev.atrium.gateway.cache;

import org.jspecify.annotations.NullMarked;
