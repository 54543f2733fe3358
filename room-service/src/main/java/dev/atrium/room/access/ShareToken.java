package dev.atrium.room.access;

import dev.atrium.platform.hash.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/// The secret of a [Link]: told once, to whom made the link. Kept is only its hash, by which it is found again; so the
/// time that this takes says nothing of any secret.
public final class ShareToken {

    /// Most characters of what may be one.
    public static final int LENGTH_MAX = 100;

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ShareToken() {}

    /// 256 bits that nobody can guess.
    public static String next() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /// SHA-256 in hexadecimal digits.
    public static String hash(String token) {
        return Sha256.hex(token);
    }
}
