@NullMarked
package dev.atrium.gateway.upkeep;

import org.jspecify.annotations.NullMarked;
