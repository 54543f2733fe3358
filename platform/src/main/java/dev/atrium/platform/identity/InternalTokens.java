package dev.atrium.platform.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import org.jose4j.jwk.EllipticCurveJsonWebKey;

/// Issues the internal JWT (GW-5): ES256, valid for 60 seconds, for one audience.
///
/// Tokens are reused for 20 seconds per caller and audience, because a signature costs more than most requests.
public final class InternalTokens {

    /// The `iss` claim of every internal token.
    public static final String ISSUER = "atrium";

    /// The audience of tokens by which an open socket goes on with another credential: of no use for anything else.
    public static final String SOCKET_AUDIENCE = "room-service/socket";

    /// The claim that says when the caller's own credential ends, in seconds since the epoch; absent: never.
    static final String UNTIL = "until";

    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final Duration REUSE = Duration.ofSeconds(20);

    /// How long a token is valid at least when it is given out.
    public static final Duration SHORTEST_LIFE = LIFETIME.minus(REUSE);

    private static final long MAX_CACHED = 20_000;

    private record Purpose(Caller caller, String audience) {}

    private final PrivateKey key;
    private final String keyId;
    private final Cache<Purpose, String> issued = Caffeine.newBuilder()
            .expireAfterWrite(REUSE)
            .maximumSize(MAX_CACHED)
            .executor(Runnable::run)
            .build();

    private InternalTokens(PrivateKey key, String keyId) {
        this.key = key;
        this.keyId = keyId;
    }

    /// Reads a private EC P-256 key in JWK format.
    ///
    /// @throws IllegalStateException if the file cannot be read or is not such a key
    public static InternalTokens signedWith(Path jwkFile) {
        EllipticCurveJsonWebKey key = PrivateKeyFile.read(jwkFile);
        return new InternalTokens(key.getEcPrivateKey(), key.getKeyId());
    }

    /// A token by which `audience` (an application name, for example `room-service`) will accept the caller.
    public String issue(Caller caller, String audience) {
        return issued.get(new Purpose(caller, audience), this::sign);
    }

    private String sign(Purpose purpose) {
        Caller caller = purpose.caller();
        JwtClaimsBuilder claims = Jwt.issuer(ISSUER)
                .subject(caller.subject())
                .upn(caller.subject())
                .audience(purpose.audience())
                .groups(caller.roles())
                .claim("tenant", caller.tenant().value())
                .claim("handle", caller.handle())
                .claim("scope", String.join(" ", caller.scopes()))
                .expiresIn(LIFETIME);
        if (caller.expiresAt() != null) {
            claims.claim(UNTIL, caller.expiresAt().getEpochSecond());
        }
        return claims.jws().keyId(keyId).algorithm(SignatureAlgorithm.ES256).sign(key);
    }
}
