package dev.atrium.gateway.session;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/// Tells what a session token is worth now, without asking anybody.
@ApplicationScoped
public class CurrentSessions {

    private final SessionTokens tokens;
    private final EndedSessions ended;

    CurrentSessions(SessionTokens tokens, EndedSessions ended) {
        this.tokens = tokens;
        this.ended = ended;
    }

    /// What a session token says; empty if it is not ours, has ended, or its session has.
    public Uni<Optional<SessionClaims>> read(String token) {
        Optional<SessionClaims> claims = tokens.read(token);
        return claims.isEmpty()
                ? Uni.createFrom().item(claims)
                : hasEnded(claims.get().session()).map(has -> claims.filter(_ -> !has));
    }

    public Uni<Boolean> hasEnded(UUID session) {
        return ended.has(session);
    }
}
