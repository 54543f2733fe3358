package dev.atrium.gateway.session;

import dev.atrium.gateway.apikey.KeyHash;
import java.util.UUID;

/// A refresh token that a gateway has made: others are not read at all.
///
/// @param text what its owner holds
/// @param session whose it is
/// @param generation 0, 1, 2, … in its session
record RefreshToken(String text, UUID session, int generation) {

    /// What is kept of it: its SHA-256, in hexadecimal digits.
    String hash() {
        return KeyHash.of(text).hex();
    }

    /// Does not show the text.
    @Override
    public String toString() {
        return "RefreshToken[" + session + " " + generation + "]";
    }
}
