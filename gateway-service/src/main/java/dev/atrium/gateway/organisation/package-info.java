/// Organisations and their members (GW-7). An organisation is a tenant: its id is the tenant's, and its
/// members enter it with their own credentials.
@NullMarked
package dev.atrium.gateway.organisation;

import org.jspecify.annotations.NullMarked;
