/// Which plan a tenant has, what it may use by that, and that it uses no more (GW-16).
@NullMarked
package dev.atrium.gateway.plan;

import org.jspecify.annotations.NullMarked;
