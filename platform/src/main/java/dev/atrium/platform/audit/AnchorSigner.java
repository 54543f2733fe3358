package dev.atrium.platform.audit;

import dev.atrium.platform.identity.PrivateKeyFile;
import dev.atrium.platform.web.Json;
import java.nio.file.Path;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.lang.JoseException;

/// Signs anchors: JWS in compact form (RFC 7515), ES256. [AnchorKeys] is its other half. Thread-safe.
public final class AnchorSigner {

    /// The header `typ`. With it, and without issuer, audience and expiry, an anchor is of no use as a
    /// credential, though both are signed with the same key.
    static final String TYPE = "audit-anchor";

    private final EllipticCurveJsonWebKey key;

    private AnchorSigner(EllipticCurveJsonWebKey key) {
        this.key = key;
    }

    /// Reads a private EC P-256 key in JWK format.
    ///
    /// @throws IllegalStateException if the file cannot be read or is not such a key
    public static AnchorSigner with(Path jwkFile) {
        return new AnchorSigner(PrivateKeyFile.read(jwkFile));
    }

    public String sign(Anchor anchor) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setHeader(HeaderParameterNames.TYPE, TYPE);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getEcPrivateKey());
        signature.setPayload(Json.write(anchor));
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("an anchor cannot be signed", e);
        }
    }
}
