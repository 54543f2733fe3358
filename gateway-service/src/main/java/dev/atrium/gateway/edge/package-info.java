/// What happens to every request, whoever answers it: it gets an id, is looked up in the policy, is
/// admitted or refused, and its answer gets the security headers (GW-1, GW-13).
@NullMarked
package dev.atrium.gateway.edge;

import org.jspecify.annotations.NullMarked;
