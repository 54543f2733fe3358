package dev.atrium.platform.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signatures of Standard Webhooks 1.0.0: `v1`, HMAC-SHA256 with a shared secret (`whsec_…`), and `v1a`, Ed25519
/// with a private key (`whsk_…`) that its receivers know the public half of (`whpk_…`).
///
/// What is signed is the message's id, the time of sending in seconds, and the body, with dots between them.
public final class StandardWebhooks {

    private static final String SHARED = "whsec_";
    private static final String PRIVATE = "whsk_";
    private static final String PUBLIC = "whpk_";
    private static final String SHARED_TAG = "v1,";
    private static final String PUBLIC_TAG = "v1a,";
    private static final int SHARED_BYTES_MIN = 24;
    private static final int SHARED_BYTES_MAX = 64;
    private static final int KEY_BYTES = 32;
    private static final String HMAC = "HmacSHA256";
    private static final String ED25519 = "Ed25519";

    /// What stands before the 32 bytes of an Ed25519 key in X.509 and in PKCS #8 (RFC 8410).
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private StandardWebhooks() {}

    /// An Ed25519 key and its public half.
    ///
    /// @param secret `whsk_…`
    /// @param publicKey `whpk_…`
    public record Keys(String secret, String publicKey) {

        /// Does not show the secret.
        @Override
        public String toString() {
            return "Keys[" + publicKey + "]";
        }
    }

    /// A new shared secret.
    public static String newSecret() {
        byte[] bytes = new byte[SHARED_BYTES_MIN];
        new SecureRandom().nextBytes(bytes);
        return SHARED + base64(bytes);
    }

    /// A new key for signatures that everybody can check.
    public static Keys newKeys() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ED25519).generateKeyPair();
            byte[] seed = last(pair.getPrivate().getEncoded());
            byte[] point = last(pair.getPublic().getEncoded());
            byte[] both = Arrays.copyOf(seed, 2 * KEY_BYTES);
            System.arraycopy(point, 0, both, KEY_BYTES, KEY_BYTES);
            return new Keys(PRIVATE + base64(both), PUBLIC + base64(point));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ED25519, e);
        }
    }

    /// Whether signatures can be checked with the text: a shared secret of 24 to 64 bytes, or a public key.
    public static boolean isForChecking(String text) {
        if (text.startsWith(PUBLIC)) {
            return decode(text.substring(PUBLIC.length())).length == KEY_BYTES;
        }
        int bytes = text.startsWith(SHARED) ? decode(text.substring(SHARED.length())).length : 0;
        return bytes >= SHARED_BYTES_MIN && bytes <= SHARED_BYTES_MAX;
    }

    /// What is signed.
    ///
    /// @param seconds the time of sending, since the epoch
    public static byte[] signed(String id, long seconds, byte[] body) {
        byte[] prefix = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(prefix, prefix.length + body.length);
        System.arraycopy(body, 0, all, prefix.length, body.length);
        return all;
    }

    /// The signature, with its tag.
    ///
    /// @param secret a shared secret or a private key
    /// @param signed as [#signed] makes it
    /// @throws IllegalArgumentException if it is neither
    public static String sign(String secret, byte[] signed) {
        if (secret.startsWith(SHARED)) {
            return SHARED_TAG + base64(hmac(decode(secret.substring(SHARED.length())), signed));
        }
        if (secret.startsWith(PRIVATE)) {
            return PUBLIC_TAG + base64(ed25519(decode(secret.substring(PRIVATE.length())), signed));
        }
        throw new IllegalArgumentException("neither a shared secret nor a private key");
    }

    /// Whether one of the signatures was made of this. Takes as long for a wrong one as for a right one.
    ///
    /// @param secret as [#isForChecking] takes it
    /// @param signatures each with its tag; those with an unknown one are passed over
    public static boolean fits(String secret, byte[] signed, List<String> signatures) {
        return secret.startsWith(PUBLIC)
                ? fitsPublic(decode(secret.substring(PUBLIC.length())), signed, signatures)
                : fitsShared(decode(secret.substring(SHARED.length())), signed, signatures);
    }

    private static boolean fitsShared(byte[] key, byte[] signed, List<String> signatures) {
        byte[] right = hmac(key, signed);
        return signatures.stream()
                .filter(signature -> signature.startsWith(SHARED_TAG))
                .map(signature -> decode(signature.substring(SHARED_TAG.length())))
                .anyMatch(given -> MessageDigest.isEqual(right, given));
    }

    private static boolean fitsPublic(byte[] key, byte[] signed, List<String> signatures) {
        return signatures.stream()
                .filter(signature -> signature.startsWith(PUBLIC_TAG))
                .map(signature -> decode(signature.substring(PUBLIC_TAG.length())))
                .anyMatch(given -> verify(key, signed, given));
    }

    private static boolean verify(byte[] key, byte[] signed, byte[] given) {
        try {
            PublicKey publicKey =
                    KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(behind(X509, key)));
            Signature verifier = Signature.getInstance(ED25519);
            verifier.initVerify(publicKey);
            verifier.update(signed);
            return verifier.verify(given);
        } catch (GeneralSecurityException _) {
            // Of the wrong length, or no point of the curve.
            return false;
        }
    }

    private static byte[] ed25519(byte[] key, byte[] signed) {
        try {
            byte[] seed = Arrays.copyOf(key, KEY_BYTES);
            Signature signer = Signature.getInstance(ED25519);
            signer.initSign(
                    KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(behind(PKCS8, seed))));
            signer.update(signed);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ED25519, e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    private static byte[] behind(byte[] prefix, byte[] key) {
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, encoded, prefix.length, key.length);
        return encoded;
    }

    private static byte[] last(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
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
