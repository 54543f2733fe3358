@NullMarked
package dev.atrium.gateway.edge;

import org.jspecify.annotations.NullMarked;
