/// What is reachable from outside, and by whom: one table, and nothing beside it (GW-1).
@NullMarked
package dev.atrium.gateway.policy;

import org.jspecify.annotations.NullMarked;
