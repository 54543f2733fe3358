/// Posting without credentials (GW-4).
@NullMarked
package dev.atrium.gateway.guest;

import org.jspecify.annotations.NullMarked;
