/// Who somebody is: API key, access token of an OpenID Connect provider, one-time ticket, or nothing
/// (GW-2, GW-3, GW-4). Behind this package there is only a [dev.atrium.platform.identity.Caller].
@NullMarked
package dev.atrium.gateway.signin;

import org.jspecify.annotations.NullMarked;
