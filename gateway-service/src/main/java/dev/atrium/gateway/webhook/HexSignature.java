package dev.atrium.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the schemes share whose secret is any text and whose signatures are an HMAC-SHA256 in
/// hexadecimal digits.
final class HexSignature {

    static final String SECRET_FORM = "must be 16 to 200 visible ASCII characters";

    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7E]{16,200}");
    private static final int SECRET_BYTES = 32;

    private HexSignature() {}

    static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static boolean fits(Claim claim, String secret) {
        byte[] hmac = Signature.hmac(
                secret.getBytes(StandardCharsets.UTF_8), claim.signed().getBytes());
        byte[] right = HexFormat.of().formatHex(hmac).getBytes(StandardCharsets.US_ASCII);
        return claim.signatures().stream()
                .map(given -> given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                .anyMatch(given -> MessageDigest.isEqual(right, given));
    }
}
