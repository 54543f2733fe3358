/// The key-value cache (GW-10): small values, for a while, for a tenant.
@NullMarked
package dev.atrium.gateway.cache;

import org.jspecify.annotations.NullMarked;
