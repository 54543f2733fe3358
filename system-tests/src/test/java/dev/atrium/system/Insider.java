package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// Somebody who passes the gateway by, with the key by which it signs. So one sees what is left of an organisation
/// into which the gateway lets nobody any more.
final class Insider {

    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final Suite suite;
    private final String tenant;

    Insider(Suite suite, String tenant) {
        this.suite = suite;
        this.tenant = tenant;
    }

    /// Somebody at a service, for a minute.
    ///
    /// @param offset of the service's port
    Person at(String service, int offset, String subject, String scope) {
        return Person.with(suite, token(service, subject, scope)).at(suite.service(offset));
    }

    private String token(String service, String subject, String scope) {
        try {
            JsonNode key = Http.json(Files.readString(suite.data().resolve("keys/gateway.jwk")));
            String header = Http.JSON
                    .createObjectNode()
                    .put("alg", "ES256")
                    .put("kid", key.path("kid").asText())
                    .toString();
            String claims = Http.JSON
                    .createObjectNode()
                    .put("iss", "atrium")
                    .put("sub", subject)
                    .put("upn", subject)
                    .put("aud", service)
                    .put("tenant", tenant)
                    .put("handle", subject)
                    .put("scope", scope)
                    .put("iat", Instant.now().getEpochSecond())
                    .put("exp", Instant.now().plus(LIFETIME).getEpochSecond())
                    .toString();
            String signed = encoded(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + encoded(claims.getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(privateKey(key));
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey(JsonNode key) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        byte[] secret = Base64.getUrlDecoder().decode(key.path("d").asText());
        return KeyFactory.getInstance("EC")
                .generatePrivate(
                        new ECPrivateKeySpec(new BigInteger(1, secret), curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
