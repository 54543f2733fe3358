/// Transactions that see one tenant only, as PostgreSQL's row-level security demands.
@NullMarked
package dev.atrium.platform.tenancy;

import org.jspecify.annotations.NullMarked;
