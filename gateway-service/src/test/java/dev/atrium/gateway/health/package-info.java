@NullMarked
package dev.atrium.gateway.health;

import org.jspecify.annotations.NullMarked;
