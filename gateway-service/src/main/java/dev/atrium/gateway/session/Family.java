package dev.atrium.gateway.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The refresh tokens of a session, of which each is used once (RFC 9700, 4.14.2).
///
/// @param generation of the present token
/// @param present hash of the present token
/// @param former hash of the one before; null if there was none
/// @param replacedAt when that was replaced; null if there was none
record Family(
        int generation,
        String present,
        @Nullable String former,
        @Nullable Instant replacedAt) {

    /// What is to be done for somebody who comes with a token.
    enum Step {
        /// The present token: it gets a successor.
        ROTATE,
        /// The one that was just replaced: it gets its successor once more.
        REPEAT,
        /// One that its owner has replaced: somebody has a copy, and nobody knows who of them is the
        /// owner.
        END,
        /// One that the session never had, as far as the session remembers.
        REFUSE
    }

    static Family of(RefreshToken first) {
        return new Family(first.generation(), first.hash(), null, null);
    }

    /// @param grace how long a token that was replaced still gets its successor
    Step step(RefreshToken token, Instant now, Duration grace) {
        String hash = token.hash();
        if (token.generation() == generation) {
            return hash.equals(present) ? Step.ROTATE : Step.REFUSE;
        }
        if (token.generation() > generation) {
            return Step.REFUSE;
        }
        boolean isFormer = hash.equals(former) && replacedAt != null && now.isBefore(replacedAt.plus(grace));
        return isFormer ? Step.REPEAT : Step.END;
    }

    /// The family with a successor of its present token.
    Family with(RefreshToken next, Instant now) {
        return new Family(next.generation(), next.hash(), present, now);
    }
}
