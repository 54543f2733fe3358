/// Which tenant somebody belongs to (GW-8).
@NullMarked
package dev.atrium.gateway.tenancy;

import org.jspecify.annotations.NullMarked;
