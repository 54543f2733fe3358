@NullMarked
package dev.atrium.gateway.upstream;

import org.jspecify.annotations.NullMarked;
