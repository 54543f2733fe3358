package dev.atrium.gateway.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/// The OpenID Connect provider whose access tokens are taken, and where browsers sign in (GW-3). The
/// defaults of the claims fit Keycloak; any provider will do that has a discovery document and signs its
/// tokens.
@ConfigMapping(prefix = "atrium.oidc")
public interface OidcConfig {

    /// The provider's issuer, exactly as its discovery document says it, and the tokens' `iss`. Where the
    /// provider does what is told by `/.well-known/openid-configuration` below it (OpenID Connect
    /// Discovery).
    @WithDefault("http://127.0.0.1:20140/realms/atrium")
    String issuer();

    /// The client by which the web page signs in.
    @WithDefault("atrium-web")
    String client();

    /// The client's secret, sent as `client_secret_basic`, or `client_secret_post` if the provider takes
    /// that only; without one it is a public client, which PKCE alone protects.
    Optional<String> secret();

    /// What is asked for when somebody signs in, separated by spaces; `openid` must be among it.
    @WithDefault("openid profile email")
    @Pattern(regexp = "(.* )?openid( .*)?")
    String scope();

    /// What must be among the tokens' `aud`.
    @WithDefault("atrium-api")
    String audience();

    /// The claim that names the organisation, which is the tenant: a name, a list of names, or an
    /// object with names as keys. A token without one belongs to the tenant `commons`.
    @WithDefault("organization")
    String organisationClaim();

    /// The claim that holds the name under which the user appears to others.
    @WithDefault("preferred_username")
    String handleClaim();

    /// The claim that lists the user's roles: its name, or the path to it with `/` between the names.
    @WithDefault("realm_access/roles")
    String rolesClaim();
}
