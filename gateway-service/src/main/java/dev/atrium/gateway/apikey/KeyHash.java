package dev.atrium.gateway.apikey;

import dev.atrium.platform.hash.Sha256;

/// What is kept of a key: its SHA-256. A key has 131 random bits, so nobody finds it by trying; a slow hash would add
/// nothing.
///
/// @param hex 64 lower-case hexadecimal digits
public record KeyHash(String hex) {

    public static KeyHash of(String key) {
        return new KeyHash(Sha256.hex(key));
    }
}
