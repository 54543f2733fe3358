package dev.atrium.gateway.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Makes all tokens of sessions.
@ApplicationScoped
class Mint {

    private final SessionTokens tokens;
    private final RefreshTokens refreshTokens;
    private final SessionConfig config;

    Mint(SessionTokens tokens, RefreshTokens refreshTokens, SessionConfig config) {
        this.tokens = tokens;
        this.refreshTokens = refreshTokens;
        this.config = config;
    }

    RefreshToken first(UUID session) {
        return refreshTokens.first(session);
    }

    Optional<RefreshToken> read(String text) {
        return refreshTokens.read(text);
    }

    RefreshToken after(RefreshToken token) {
        return refreshTokens.after(token);
    }

    Optional<RefreshToken> after(RefreshToken token, String hash) {
        return refreshTokens.after(token, hash);
    }

    /// What is to be done for somebody who comes with a token.
    Family.Step step(Family family, RefreshToken token, Instant now) {
        return family.step(token, now, config.grace());
    }

    /// How long a session lasts in which no new token is fetched.
    Duration idle() {
        return config.idle();
    }

    /// What the owner of a live session gets: no token outlives the session.
    Grant grant(SessionRow row, RefreshToken refresh, Instant now) {
        String token = token(row, now);
        return new Grant(row.id, token, life(row, now), refresh.text(), Duration.between(now, row.validUntil));
    }

    String token(SessionRow row, Instant now) {
        return tokens.issue(row.claims(), now, now.plus(life(row, now)));
    }

    /// How long a session token made now is good.
    Duration life(SessionRow row, Instant now) {
        Duration left = Duration.between(now, row.validUntil);
        return left.compareTo(config.token()) < 0 ? left : config.token();
    }
}
