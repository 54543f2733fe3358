package dev.atrium.gateway.invitation;

import dev.atrium.gateway.organisation.Inside;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;

/// Hands invitations over to jobs-service, which writes the mails, and keeps them within limits: they
/// reach people who did not ask for them.
@ApplicationScoped
class InvitationMails {

    private final SecureRandom random = new SecureRandom();
    private final Outbox outbox;
    private final InvitationConfig config;

    InvitationMails(Outbox outbox, InvitationConfig config) {
        this.outbox = outbox;
        this.config = config;
    }

    /// Stores the invitation with a new token, and has it sent, both or neither.
    Uni<Void> send(Inside inside, InvitationRow row, Instant now) {
        InvitationToken token = InvitationToken.generate(random);
        row.sent(token, now, now.plus(config.lifetime()));
        return inside.session()
                .persist(row)
                .chain(inside.session()::flush)
                .chain(() -> outbox.add(inside.session(), event(inside, row, token)));
    }

    /// @throws ProblemException `conflict`
    void demandMayBeSent(InvitationRow row, Instant now) {
        if (row.acceptedAt != null || row.revokedAt != null) {
            throw conflict("The invitation was accepted or revoked.");
        }
        if (row.sends >= config.sendsMax()) {
            throw conflict("The invitation was sent " + row.sends + " times, which is as often as it may.");
        }
        if (now.isBefore(row.sentAt.plus(config.pause()))) {
            throw conflict("The invitation was sent a moment ago; wait "
                    + config.pause().toSeconds() + " s.");
        }
    }

    /// @throws ProblemException `conflict`
    void demandRoom(long open) {
        if (open >= config.openMax()) {
            throw conflict(open + " invitations are open; revoke some before you invite more.");
        }
    }

    private Event event(Inside inside, InvitationRow row, InvitationToken token) {
        return new Event.InvitationSent(
                inside.tenant(),
                row.id.toString(),
                row.sends,
                row.email,
                inside.name(),
                inside.caller().actor(),
                row.role,
                config.link() + token.text(),
                row.expiresAt);
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }
}
