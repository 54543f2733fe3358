package dev.atrium.platform.identity;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Verifies the tokens by which an open socket goes on with another credential.
public final class SocketTokens {

    /// How far the clocks of gateway and service may differ.
    private static final int SKEW_SECONDS = 5;

    private final JWTParser parser;
    private final JWTAuthContextInfo rules;

    /// @param requests how the internal tokens of requests are verified, with which these have the key in common
    public SocketTokens(JWTParser parser, JWTAuthContextInfo requests) {
        this.parser = parser;
        this.rules = new JWTAuthContextInfo(requests);
        this.rules.setExpectedAudience(Set.of(InternalTokens.SOCKET_AUDIENCE));
        this.rules.setClockSkew(SKEW_SECONDS);
    }

    /// Who the gateway says that it is.
    ///
    /// @return empty if the gateway did not say so, or not for this purpose, or too long ago
    public Optional<Caller> verify(String token) {
        try {
            JsonWebToken verified = parser.parse(token, rules);
            return Optional.of(TokenClaims.caller(verified, verified.getGroups()));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
