/// The services behind the gateway: where they are, and the one credential that they take.
@NullMarked
package dev.atrium.gateway.upstream;

import org.jspecify.annotations.NullMarked;
