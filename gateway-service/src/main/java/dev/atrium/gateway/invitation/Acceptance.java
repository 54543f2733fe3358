package dev.atrium.gateway.invitation;

import jakarta.validation.constraints.NotNull;

/// The token of an invitation.
///
/// @param token as the mail had it
public record Acceptance(@NotNull String token) {

    /// Does not show the token.
    @Override
    public String toString() {
        return "Acceptance";
    }
}
