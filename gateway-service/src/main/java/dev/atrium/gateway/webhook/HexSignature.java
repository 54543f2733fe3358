package dev.atrium.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The schemes whose secret is any text, which most of the sources make themselves, and whose signatures are an
/// HMAC-SHA256 in hexadecimal digits.
sealed interface HexSignature extends Signature
        permits GitHubSignature, StripeSignature, SlackSignature, KeycloakSignature {

    Pattern SECRET = Pattern.compile("[\\x21-\\x7E]{16,200}");

    @Override
    default boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    @Override
    default String form() {
        return "must be 16 to 200 visible ASCII characters";
    }

    @Override
    default Optional<String> newSecret() {
        return Optional.empty();
    }

    @Override
    default boolean fits(Claim claim, String secret) {
        byte[] hmac = Signature.hmac(
                secret.getBytes(StandardCharsets.UTF_8), claim.signed().getBytes());
        byte[] right = HexFormat.of().formatHex(hmac).getBytes(StandardCharsets.US_ASCII);
        return claim.signatures().stream()
                .map(given -> given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                .anyMatch(given -> MessageDigest.isEqual(right, given));
    }

    /// A new secret, for those that can be told one.
    static String random() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
