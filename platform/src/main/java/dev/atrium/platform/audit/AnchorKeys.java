package dev.atrium.platform.audit;

import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// The public keys by which anchors are believed. Thread-safe.
public final class AnchorKeys {

    private static final AlgorithmConstraints ES256 =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private final JsonWebKeySet keys;

    private AnchorKeys(JsonWebKeySet keys) {
        this.keys = keys;
    }

    /// Reads a JWK set.
    ///
    /// @throws IllegalStateException if the file cannot be read or is not such a set
    public static AnchorKeys in(Path jwksFile) {
        try {
            return new AnchorKeys(new JsonWebKeySet(Files.readString(jwksFile)));
        } catch (IOException | JoseException e) {
            throw new IllegalStateException("cannot read the keys " + jwksFile, e);
        }
    }

    /// What was signed; empty if none of these keys has signed it, or not as an anchor.
    ///
    /// @param anchor as [AnchorSigner#sign] gave it
    public Optional<Anchor> verify(String anchor) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(ES256);
            signature.setCompactSerialization(anchor);
            @Nullable JsonWebKey key = new VerificationJwkSelector().select(signature, keys.getJsonWebKeys());
            if (key == null || !AnchorSigner.TYPE.equals(signature.getHeader(HeaderParameterNames.TYPE))) {
                return Optional.empty();
            }
            signature.setKey(key.getKey());
            return signature.verifySignature()
                    ? Optional.of(Json.read(signature.getPayload(), Anchor.class))
                    : Optional.empty();
        } catch (JoseException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /// The set as JSON, without what is private, if somebody put that there.
    public String json() {
        return keys.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }
}
