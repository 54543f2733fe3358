package dev.atrium.gateway.signin;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/// Asks [OutsideIdentities] who comes with these credentials.
final class OutsideCredentials extends BaseAuthenticationRequest {

    private final Credentials credentials;

    OutsideCredentials(Credentials credentials) {
        this.credentials = credentials;
    }

    Credentials credentials() {
        return credentials;
    }
}
