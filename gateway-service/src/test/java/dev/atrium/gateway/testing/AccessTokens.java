package dev.atrium.gateway.testing;

import dev.atrium.platform.web.Json;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/// Signs access tokens as an identity provider would; [StandIn] publishes the key. Its paths are nobody's:
/// where the provider does what is told by its discovery document alone.
public final class AccessTokens {

    static final String ISSUER_PATH = "/identity";
    static final String KEYS_PATH = "/identity-keys.json";

    static final String DISCOVERY_PATH = ISSUER_PATH + "/.well-known/openid-configuration";
    static final String TOKEN_PATH = "/identity-v1/tokens";
    static final String USER_INFO_PATH = "/identity-v1/me";

    private static final String AUDIENCE = "atrium-api";
    private static final int MINUTES = 5;

    private final EllipticCurveJsonWebKey key;

    private AccessTokens(EllipticCurveJsonWebKey key) {
        this.key = key;
    }

    /// A provider with a new key.
    public static AccessTokens withNewKey() {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(UUID.randomUUID().toString());
            return new AccessTokens(key);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String issuer() {
        return ConfigProvider.getConfig().getValue("atrium.oidc.issuer", String.class);
    }

    /// Where browsers sign in.
    public static String authorizationPage() {
        return host() + "/identity-v1/sign-in";
    }

    /// What the provider tells of itself.
    static String discovery() {
        return Json.write(Map.of(
                "issuer", issuer(),
                "authorization_endpoint", authorizationPage(),
                "token_endpoint", host() + TOKEN_PATH,
                "userinfo_endpoint", host() + USER_INFO_PATH,
                "jwks_uri", host() + KEYS_PATH,
                "end_session_endpoint", host() + "/identity-v1/sign-out"));
    }

    private static String host() {
        return issuer().substring(0, issuer().length() - ISSUER_PATH.length());
    }

    /// The key set document.
    public String keySet() {
        return new JsonWebKeySet(List.of(key)).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    /// A valid token of a user in an organisation.
    public String token(String subject, String organisation) {
        return sign(claims(subject, Map.of("organization", List.of(organisation))));
    }

    /// Claims of a valid token, to be made invalid.
    public static JwtClaims claims(String subject, Map<String, Object> more) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer());
        claims.setAudience(List.of(AUDIENCE, "account"));
        claims.setSubject(subject);
        claims.setClaim("preferred_username", subject + "-name");
        claims.setClaim("realm_access", Map.of("roles", List.of("editor")));
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(MINUTES);
        more.forEach(claims::setClaim);
        return claims;
    }

    public String sign(JwtClaims claims) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setKey(key.getPrivateKey());
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
