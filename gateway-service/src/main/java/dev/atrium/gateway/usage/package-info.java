/// What tenants use (GW-16): counted here, told by the other services, added up, and shown.
@NullMarked
package dev.atrium.gateway.usage;

import org.jspecify.annotations.NullMarked;
