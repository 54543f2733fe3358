package dev.atrium.gateway.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.security.Key;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/// Makes and reads session tokens: JWTs (RFC 7519) with a type of their own (RFC 8725, 3.11), by
/// HMAC-SHA-256.
@ApplicationScoped
public class SessionTokens {

    private static final String TYPE = "session+jwt";
    private static final String ISSUER = "atrium";
    private static final String AUDIENCE = "gateway-service";
    private static final String SESSION = "sid";
    private static final String TENANT = "tenant";
    private static final String HANDLE = "handle";
    private static final String ROLES = "roles";
    private static final String ORGANISATION = "organisation";
    private static final String EMAIL = "email";
    private static final String ENDS_AT = "ends";

    private final SessionKeys keys;
    private final JwtConsumer consumer;

    SessionTokens(SessionKeys keys) {
        this.keys = keys;
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256)
                .setExpectedType(true, TYPE)
                .setExpectedIssuer(ISSUER)
                .setExpectedAudience(AUDIENCE)
                .setRequireSubject()
                .setRequireExpirationTime()
                .setVerificationKeyResolver((signature, _) -> key(signature))
                .build();
    }

    /// Whether a bearer token is one of this kind, by its header; it may still be a forged one.
    ///
    /// @param token three parts in the alphabet of base64url
    public static boolean isOne(String token) {
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            return TYPE.equals(Json.read(header, JsonNode.class).path("typ").asText());
        } catch (IllegalArgumentException | UncheckedIOException _) {
            return false;
        }
    }

    /// A token.
    ///
    /// @param until when it ends
    String issue(SessionClaims session, Instant now, Instant until) {
        SessionKeys.Key key = keys.present();
        JsonWebSignature token = new JsonWebSignature();
        token.setHeader("typ", TYPE);
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        token.setKeyIdHeaderValue(key.id());
        token.setKey(key.secret());
        token.setPayload(claims(session, now, until).toJson());
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    /// What a token says; empty if it is not ours or has ended.
    public Optional<SessionClaims> read(String token) {
        try {
            return Optional.of(read(consumer.processToClaims(token)));
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static JwtClaims claims(SessionClaims session, Instant now, Instant until) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(session.subject());
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(until.getEpochSecond()));
        claims.setStringClaim(SESSION, session.session().toString());
        claims.setStringClaim(TENANT, session.tenant().value());
        claims.setStringClaim(HANDLE, session.handle());
        claims.setStringListClaim(ROLES, List.copyOf(session.roles()));
        claims.setClaim(ENDS_AT, session.endsAt().getEpochSecond());
        if (session.organisation() != null) {
            claims.setStringClaim(ORGANISATION, session.organisation());
        }
        if (session.email() != null) {
            claims.setStringClaim(EMAIL, session.email());
        }
        return claims;
    }

    private static SessionClaims read(JwtClaims claims) throws MalformedClaimException {
        return new SessionClaims(
                UUID.fromString(claims.getStringClaimValue(SESSION)),
                claims.getSubject(),
                new TenantId(claims.getStringClaimValue(TENANT)),
                claims.getStringClaimValue(HANDLE),
                Set.copyOf(claims.getStringListClaimValue(ROLES)),
                claims.getStringClaimValue(ORGANISATION),
                claims.getStringClaimValue(EMAIL),
                Instant.ofEpochSecond(claims.getClaimValue(ENDS_AT, Long.class)));
    }

    private Key key(JsonWebStructure token) throws UnresolvableKeyException {
        String id = token.getKeyIdHeaderValue();
        return keys.named(id == null ? "" : id)
                .orElseThrow(() -> new UnresolvableKeyException("not a key of ours"))
                .secret();
    }
}
