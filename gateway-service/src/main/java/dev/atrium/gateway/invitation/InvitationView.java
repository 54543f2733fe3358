package dev.atrium.gateway.invitation;

import dev.atrium.gateway.organisation.Inside;
import dev.atrium.gateway.policy.Role;
import java.time.Instant;

/// An invitation as whoever has its token sees it, signed in or not: what the mail says as well.
///
/// @param organisation its name
/// @param invitedBy name of who invites
/// @param role what the invited may there
/// @param expiresAt until when it can be accepted
public record InvitationView(String organisation, String invitedBy, Role role, Instant expiresAt) {

    static InvitationView of(Inside inviter, InvitationRow row) {
        return new InvitationView(inviter.name(), inviter.handle(), row.role(), row.expiresAt);
    }
}
