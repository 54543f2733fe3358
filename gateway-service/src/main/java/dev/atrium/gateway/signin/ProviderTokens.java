package dev.atrium.gateway.signin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/// Verifies tokens that the provider has signed: signature, issuer, audience and time. What else they
/// must say is the concern of who asks.
@ApplicationScoped
class ProviderTokens {

    private static final Logger LOG = Logger.getLogger(ProviderTokens.class);

    private static final int SKEW_SECONDS = 30;

    /// Signatures that only the provider can make.
    private static final AlgorithmConstraints ASYMMETRIC = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
            AlgorithmIdentifiers.EDDSA);

    private final Provider provider;
    private final OidcConfig config;

    ProviderTokens(Provider provider, OidcConfig config) {
        this.provider = provider;
        this.config = config;
    }

    /// The claims of a token for an audience; empty if it is not one of the provider's for it, or has
    /// ended.
    Uni<Optional<JwtClaims>> verified(String token, String audience) {
        return keyId(token).map(provider::keys).orElseGet(provider::keys).map(keys -> verify(token, audience, keys));
    }

    /// By which key a token says that it was signed; empty if it does not say so.
    private static Optional<String> keyId(String token) {
        try {
            return Optional.ofNullable(
                    JsonWebStructure.fromCompactSerialization(token).getKeyIdHeaderValue());
        } catch (JoseException _) {
            return Optional.empty(); // nothing that is signed
        }
    }

    private Optional<JwtClaims> verify(String token, String audience, JsonWebKeySet keys) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(ASYMMETRIC)
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.getJsonWebKeys()))
                .setExpectedIssuer(config.issuer())
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .build();
        try {
            return Optional.of(consumer.processToClaims(token));
        } catch (InvalidJwtException e) {
            LOG.debugf("not a token of the identity provider for %s: error=%s", audience, e.getErrorDetails());
            return Optional.empty();
        }
    }
}
