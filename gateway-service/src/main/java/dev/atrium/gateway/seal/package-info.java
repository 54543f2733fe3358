/// Secrets of others that the gateway has to be able to read again (OP-4): sealed before they are stored.
@NullMarked
package dev.atrium.gateway.seal;

import org.jspecify.annotations.NullMarked;
