/// What nothing could be made of in the gateway, for the operator: looked at, replayed, discarded.
@NullMarked
package dev.atrium.gateway.deadletter;

import org.jspecify.annotations.NullMarked;
