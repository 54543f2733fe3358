package dev.atrium.localstack;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// A key pair on the curve P-256 for ES256 signatures, in the notation of RFC 7517. All values are base64url.
///
/// @param keyId the thumbprint of the public key (RFC 7638)
/// @param x first coordinate of the public point
/// @param y second coordinate of the public point
/// @param secret the private number
public record SigningKey(String keyId, String x, String y, String secret) {

    private static final int COORDINATE_BYTES = 32;

    /// Makes a new random pair.
    public static SigningKey generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        ECPublicKey open = (ECPublicKey) pair.getPublic();
        ECPrivateKey secret = (ECPrivateKey) pair.getPrivate();
        String x = encode(open.getW().getAffineX());
        String y = encode(open.getW().getAffineY());
        return new SigningKey(thumbprint(x, y), x, y, encode(secret.getS()));
    }

    /// @return the JWK that a service verifies with
    public String publicJwk() {
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"%s\",\"use\":\"sig\",\"alg\":\"ES256\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(keyId, x, y);
    }

    /// @return the JWK that a service signs with; a secret
    public String privateJwk() {
        String open = publicJwk();
        return open.substring(0, open.length() - 1) + ",\"d\":\"" + secret + "\"}";
    }

    /// Does not show the secret.
    @Override
    public String toString() {
        return "SigningKey[" + keyId + "]";
    }

    private static String thumbprint(String x, String y) throws GeneralSecurityException {
        String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(x, y);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private static String encode(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(signed.length, COORDINATE_BYTES);
        System.arraycopy(signed, signed.length - length, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
