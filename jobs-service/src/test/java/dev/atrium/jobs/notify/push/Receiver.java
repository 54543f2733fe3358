package dev.atrium.jobs.notify.push;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A browser's side of RFC 8291: has the keys of a subscription, and reads what is sent to it.
final class Receiver {

    private static final int POINT = 65;

    private final java.security.PrivateKey privateKey;
    private final byte[] publicKey;
    private final byte[] auth;

    private Receiver(java.security.PrivateKey privateKey, byte[] publicKey, byte[] auth) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.auth = auth;
    }

    static Receiver fresh() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] auth = new byte[16];
            new SecureRandom().nextBytes(auth);
            return new Receiver(pair.getPrivate(), point((ECPublicKey) pair.getPublic()), auth);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Keys in base64url, as the RFC's appendix has them.
    static Receiver of(String privateKey, String publicKey, String auth) throws GeneralSecurityException {
        BigInteger scalar = new BigInteger(1, bytes(privateKey));
        return new Receiver(
                KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(scalar, curve())),
                bytes(publicKey),
                bytes(auth));
    }

    String p256dh() {
        return base64(publicKey);
    }

    String auth() {
        return base64(auth);
    }

    /// The text of a message in `aes128gcm` (RFC 8188).
    String read(byte[] body) throws GeneralSecurityException {
        ByteBuffer message = ByteBuffer.wrap(body);
        byte[] salt = take(message, 16);
        message.getInt();
        byte[] sender = take(message, message.get());
        byte[] sealed = take(message, message.remaining());
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(privateKey);
        agreement.doPhase(key(sender), true);
        byte[] shared = agreement.generateSecret();
        byte[] info = ByteBuffer.allocate(14 + POINT + POINT)
                .put(ascii("WebPush: info\0"))
                .put(publicKey)
                .put(sender)
                .array();
        byte[] secret = hkdf(auth, shared, info, 32);
        byte[] key = hkdf(salt, secret, ascii("Content-Encoding: aes128gcm\0"), 16);
        byte[] nonce = hkdf(salt, secret, ascii("Content-Encoding: nonce\0"), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] padded = cipher.doFinal(sealed);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != 2) {
            throw new GeneralSecurityException("not the last record");
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    /// The public key of a point.
    static java.security.PublicKey key(byte[] point) throws GeneralSecurityException {
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 33, POINT));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve()));
    }

    private static byte[] hkdf(byte[] salt, byte[] secret, byte[] info, int length) throws GeneralSecurityException {
        byte[] extracted = hmac(salt, secret);
        return Arrays.copyOf(
                hmac(
                        extracted,
                        ByteBuffer.allocate(info.length + 1)
                                .put(info)
                                .put((byte) 1)
                                .array()),
                length);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static byte[] point(ECPublicKey key) {
        ByteBuffer point = ByteBuffer.allocate(POINT).put((byte) 4);
        for (BigInteger coordinate :
                new BigInteger[] {key.getW().getAffineX(), key.getW().getAffineY()}) {
            byte[] number = coordinate.toByteArray();
            byte[] fixed = new byte[32];
            int length = Math.min(number.length, 32);
            System.arraycopy(number, number.length - length, fixed, 32 - length, length);
            point.put(fixed);
        }
        return point.array();
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
