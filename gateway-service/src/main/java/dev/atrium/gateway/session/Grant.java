package dev.atrium.gateway.session;

import java.time.Duration;
import java.util.UUID;

/// What the owner of a session is given.
///
/// @param token by which requests are made
/// @param tokenLife how long it is good from now on
/// @param refreshToken by which the next ones are fetched, once
/// @param refreshLife how long that is good from now on
public record Grant(UUID session, String token, Duration tokenLife, String refreshToken, Duration refreshLife) {

    /// Does not show the tokens.
    @Override
    public String toString() {
        return "Grant[" + session + "]";
    }
}
