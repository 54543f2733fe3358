/// The pages that the `type` of a problem document leads to (GW-13).
@NullMarked
package dev.atrium.gateway.problempage;

import org.jspecify.annotations.NullMarked;
