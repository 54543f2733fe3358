package dev.atrium.platform.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/// The key by which a service signs.
public final class PrivateKeyFile {

    private PrivateKeyFile() {}

    /// Reads a private EC P-256 key in JWK format.
    ///
    /// @throws IllegalStateException if the file cannot be read or is not such a key
    public static EllipticCurveJsonWebKey read(Path jwkFile) {
        try {
            JsonWebKey jwk = JsonWebKey.Factory.newJwk(Files.readString(jwkFile));
            if (!(jwk instanceof EllipticCurveJsonWebKey ec) || ec.getEcPrivateKey() == null) {
                throw new IllegalStateException(jwkFile + " is not a private EC key in JWK format");
            }
            return ec;
        } catch (IOException | JoseException e) {
            throw new IllegalStateException("cannot read the signing key " + jwkFile, e);
        }
    }
}
