package dev.atrium.gateway.session;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Gives new tokens for refresh tokens, each of which is used once.
@ApplicationScoped
class Rotations {

    private static final Logger LOG = Logger.getLogger(Rotations.class);

    private final Mint mint;
    private final Owners owners;
    private final EndedSessions ended;
    private final Outbox outbox;
    private final Audit audit;
    private final InstantSource clock;

    Rotations(Mint mint, Owners owners, EndedSessions ended, Outbox outbox, Audit audit, InstantSource clock) {
        this.mint = mint;
        this.owners = owners;
        this.ended = ended;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// What came of a token; a session that was ended stays so although the request is refused.
    private sealed interface Outcome {
        record Granted(Grant grant) implements Outcome {}

        record Ended() implements Outcome {}

        record Refused() implements Outcome {}
    }

    /// New tokens for a refresh token. Fails with a [ProblemException] `unauthenticated` for any that
    /// is not to be used (any more); one that its owner has replaced ends the session.
    Uni<Grant> refresh(String text, Device device) {
        Optional<RefreshToken> token = mint.read(text);
        if (token.isEmpty()) {
            return Uni.createFrom().failure(refusal());
        }
        return owners.of(token.get().session())
                .flatMap(owner -> owner.map(o -> refresh(o, token.get(), device))
                        .orElseGet(() -> Uni.createFrom().item(new Outcome.Refused())))
                .map(outcome -> granted(outcome, token.get()));
    }

    private Uni<Outcome> refresh(Owners.Owner owner, RefreshToken token, Device device) {
        Instant now = Timestamps.now(clock);
        return OwnRows.of(
                owner.subject(),
                owner.tenant(),
                session -> SessionRow.lock(token.session()).flatMap(row -> decide(session, row, token, device, now)));
    }

    private Uni<Outcome> decide(
            Mutiny.Session session, @Nullable SessionRow row, RefreshToken token, Device device, Instant now) {
        if (row == null || !row.isLiveAt(now)) {
            return Uni.createFrom().item(new Outcome.Refused());
        }
        return switch (mint.step(row.family(), token, now)) {
            case ROTATE -> Uni.createFrom().item(rotate(row, token, device, now));
            case REPEAT -> Uni.createFrom().item(repeat(row, token, now));
            case END -> end(session, row, now);
            case REFUSE -> Uni.createFrom().item(new Outcome.Refused());
        };
    }

    private Outcome rotate(SessionRow row, RefreshToken token, Device device, Instant now) {
        RefreshToken next = mint.after(token);
        row.become(row.family().with(next, now));
        row.seen(device, now, mint.idle());
        return new Outcome.Granted(mint.grant(row, next, now));
    }

    private Outcome repeat(SessionRow row, RefreshToken token, Instant now) {
        return mint.after(token, row.refreshHash)
                .<Outcome>map(next -> new Outcome.Granted(mint.grant(row, next, now)))
                .orElseGet(Outcome.Refused::new);
    }

    private Uni<Outcome> end(Mutiny.Session session, SessionRow row, Instant now) {
        Caller owner = row.claims().caller();
        row.end(now);
        return outbox.add(session, row.ended())
                .chain(() -> audit.done(session, owner, Deed.SESSION_REUSE, row.id, Map.of()))
                .replaceWith(new Outcome.Ended());
    }

    private Grant granted(Outcome outcome, RefreshToken token) {
        return switch (outcome) {
            case Outcome.Granted granted -> granted.grant();
            case Outcome.Refused _ -> throw refusal();
            case Outcome.Ended _ -> {
                LOG.warnf("a refresh token was used again, its session is ended: session=%s", token.session());
                ended.note(token.session());
                throw refusal();
            }
        };
    }

    private static ProblemException refusal() {
        return new ProblemException(
                ProblemType.UNAUTHENTICATED, "The refresh token is unknown, used or too old; sign in again.");
    }
}
