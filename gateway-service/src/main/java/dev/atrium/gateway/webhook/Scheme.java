package dev.atrium.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a source signs.
public enum Scheme {
    /// Standard Webhooks, as Svix, Clerk and others send them.
    @JsonProperty("standard")
    STANDARD,
    @JsonProperty("github")
    GITHUB,
    @JsonProperty("stripe")
    STRIPE,
    @JsonProperty("slack")
    SLACK,
    /// Keycloak's events, as the listeners of the extension keycloak-events post them.
    @JsonProperty("keycloak")
    KEYCLOAK;

    Signature signature() {
        return switch (this) {
            case STANDARD -> new StandardSignature();
            case GITHUB -> new GitHubSignature();
            case STRIPE -> new StripeSignature();
            case SLACK -> new SlackSignature();
            case KEYCLOAK -> new KeycloakSignature();
        };
    }
}
