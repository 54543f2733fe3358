@NullMarked
package dev.atrium.gateway.usage;

import org.jspecify.annotations.NullMarked;
