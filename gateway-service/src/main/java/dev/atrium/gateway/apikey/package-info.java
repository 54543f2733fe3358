/// API keys (GW-2): given to anybody by one request, shown once, kept as a hash.
@NullMarked
package dev.atrium.gateway.apikey;

import org.jspecify.annotations.NullMarked;
