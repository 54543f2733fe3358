package dev.atrium.gateway.webhook;

import dev.atrium.platform.hash.Sha256;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The rules of one scheme. Pure: time comes as an argument.
sealed interface Signature permits StandardSignature, HexSignature {

    /// How far a delivery's time may be from ours.
    Duration WINDOW = Duration.ofMinutes(5);

    /// Whether this can be a secret of the scheme.
    boolean isSecret(String text);

    /// What a secret looks like, as the end of a sentence.
    String form();

    /// A new secret; empty if the source makes its secrets itself.
    Optional<String> newSecret();

    /// Empty if something is missing.
    Optional<Claim> claim(Delivery delivery);

    /// Whether one of the signatures was made with the secret. Takes as long for a wrong one as for a
    /// right one.
    boolean fits(Claim claim, String secret);

    /// By what a delivery that is repeated is known. Never anything that could be changed without the
    /// secret.
    String messageId(Delivery delivery);

    /// Whether a delivery comes from the owner of one of the secrets, and not from long ago.
    default boolean isProven(Delivery delivery, List<String> secrets, Instant now) {
        return claim(delivery)
                .filter(claim -> claim.at() == null
                        || Duration.between(claim.at(), now).abs().compareTo(WINDOW) <= 0)
                .map(claim -> secrets.stream().anyMatch(secret -> fits(claim, secret)))
                .orElseGet(() -> refuse(delivery));
    }

    /// Refuses a delivery with which nothing can be compared, in the time that a comparison takes:
    /// nobody may learn from it whether there is a source, or which scheme it has (GW-13).
    ///
    /// @return false
    static boolean refuse(Delivery delivery) {
        return hmac(Text.NOBODYS_SECRET, delivery.body().getBytes()).length == 0;
    }

    /// A time in seconds since the epoch; empty if it is none.
    static Optional<Instant> time(String seconds) {
        return Text.SECONDS.matcher(seconds).matches()
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)))
                : Optional.empty();
    }

    static byte[] hmac(byte[] key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static String sha256(byte[] bytes) {
        return Sha256.hex(bytes);
    }

    /// Keeps these from being part of the interface.
    final class Text {
        private static final byte[] NOBODYS_SECRET = new byte[32];
        private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

        private Text() {}
    }
}
