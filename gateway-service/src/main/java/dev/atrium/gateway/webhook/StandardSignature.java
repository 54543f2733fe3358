package dev.atrium.gateway.webhook;

import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Standard Webhooks 1.0.0: `v1` with a shared secret (`whsec_…`), `v1a` with the source's public key
/// (`whpk_…`). Svix sends the same with headers of its own name.
final class StandardSignature implements Signature {

    private static final String SHARED = "whsec_";
    private static final String PUBLIC = "whpk_";
    private static final String SHARED_TAG = "v1,";
    private static final String PUBLIC_TAG = "v1a,";
    private static final int SHARED_BYTES_MIN = 24;
    private static final int SHARED_BYTES_MAX = 64;
    private static final int PUBLIC_BYTES = 32;
    private static final String ID = "id";
    private static final Pattern ID_FORM = Pattern.compile("[\\x21-\\x7E]+");

    /// What stands before the 32 bytes of an Ed25519 key in X.509 (RFC 8410).
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    @Override
    public boolean isSecret(String text) {
        if (text.startsWith(PUBLIC)) {
            return decode(text.substring(PUBLIC.length())).length == PUBLIC_BYTES;
        }
        int bytes = text.startsWith(SHARED) ? decode(text.substring(SHARED.length())).length : 0;
        return bytes >= SHARED_BYTES_MIN && bytes <= SHARED_BYTES_MAX;
    }

    @Override
    public String form() {
        return "must be 'whsec_' and 24 to 64 bytes in base 64, or 'whpk_' and an Ed25519 key in base 64";
    }

    @Override
    public Optional<String> newSecret() {
        byte[] bytes = new byte[SHARED_BYTES_MIN];
        new SecureRandom().nextBytes(bytes);
        return Optional.of(SHARED + Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public Optional<Claim> claim(Delivery delivery) {
        String prefix = prefix(delivery);
        Optional<String> id = delivery.header(prefix + ID)
                .filter(text -> ID_FORM.matcher(text).matches());
        Optional<String> time = delivery.header(prefix + "timestamp");
        String signatures = delivery.headers().get(prefix + "signature");
        if (id.isEmpty() || time.isEmpty() || signatures == null) {
            return Optional.empty();
        }
        Buffer signed = Buffer.buffer(delivery.behind(id.get() + "." + time.get() + "."));
        return Signature.time(time.get()).map(at -> new Claim(at, signed, List.of(signatures.split(" "))));
    }

    @Override
    public boolean fits(Claim claim, String secret) {
        return secret.startsWith(PUBLIC)
                ? fitsPublic(claim, decode(secret.substring(PUBLIC.length())))
                : fitsShared(claim, decode(secret.substring(SHARED.length())));
    }

    @Override
    public String messageId(Delivery delivery) {
        return delivery.header(prefix(delivery) + ID).orElseThrow();
    }

    /// Either all headers have the names of Svix, which is what Clerk and others send, or none has.
    private static String prefix(Delivery delivery) {
        return delivery.headers().contains("svix-id") ? "svix-" : "webhook-";
    }

    private static boolean fitsShared(Claim claim, byte[] key) {
        byte[] right = Signature.hmac(key, claim.signed().getBytes());
        return claim.signatures().stream()
                .filter(signature -> signature.startsWith(SHARED_TAG))
                .map(signature -> decode(signature.substring(SHARED_TAG.length())))
                .anyMatch(given -> MessageDigest.isEqual(right, given));
    }

    private static boolean fitsPublic(Claim claim, byte[] key) {
        byte[] signed = claim.signed().getBytes();
        return claim.signatures().stream()
                .filter(signature -> signature.startsWith(PUBLIC_TAG))
                .map(signature -> decode(signature.substring(PUBLIC_TAG.length())))
                .anyMatch(given -> verify(key, signed, given));
    }

    private static boolean verify(byte[] key, byte[] signed, byte[] given) {
        try {
            byte[] encoded = Arrays.copyOf(X509, X509.length + key.length);
            System.arraycopy(key, 0, encoded, X509.length, key.length);
            PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            java.security.Signature verifier = java.security.Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey);
            verifier.update(signed);
            return verifier.verify(given);
        } catch (GeneralSecurityException _) {
            // Of the wrong length, or no point of the curve.
            return false;
        }
    }

    /// Empty for what is not base 64.
    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
