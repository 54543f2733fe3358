/// The audit trail (GW-12): who did what to what, in the same transaction as the deed, chained by hashes.
@NullMarked
package dev.atrium.gateway.audit;

import org.jspecify.annotations.NullMarked;
