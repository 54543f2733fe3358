package dev.atrium.gateway.audit;

/// What is written down of what is done here; what other services tell is an `AuditAction` of the platform.
/// The names are part of the chain and never change.
public enum Deed {
    KEY_CREATE("key.create"),
    KEY_CHANGE("key.change"),
    KEY_ROTATE("key.rotate"),
    KEY_REVOKE("key.revoke"),
    SESSION_START("session.start"),
    SESSION_END("session.end"),
    /// A refresh token came once more that its owner had replaced; the session was ended.
    SESSION_REUSE("session.reuse"),
    USER_CREATE("user.create"),
    USER_CHANGE("user.change"),
    USER_DEACTIVATE("user.deactivate"),
    ORGANISATION_CREATE("organisation.create"),
    ORGANISATION_CHANGE("organisation.change"),
    ORGANISATION_TRANSFER("organisation.transfer"),
    ORGANISATION_DELETE("organisation.delete"),
    MEMBER_CHANGE("member.change"),
    MEMBER_REMOVE("member.remove"),
    TEAM_CREATE("team.create"),
    TEAM_CHANGE("team.change"),
    TEAM_DELETE("team.delete"),
    TEAM_MEMBER_ADD("team-member.add"),
    TEAM_MEMBER_REMOVE("team-member.remove"),
    INVITATION_CREATE("invitation.create"),
    INVITATION_RESEND("invitation.resend"),
    INVITATION_REVOKE("invitation.revoke"),
    INVITATION_ACCEPT("invitation.accept"),
    /// The operator has given an event its effect that had none.
    DEAD_LETTER_REPLAY("dead-letter.replay"),
    DEAD_LETTER_DISCARD("dead-letter.discard"),
    /// The operator has given a plan, or taken that back.
    PLAN_SET("plan.set"),
    /// The operator has read the trail.
    AUDIT_READ("audit.read"),
    /// The operator has given limits, or taken that back.
    LIMITS_SET("limits.set"),
    /// The payment provider has told of a subscription.
    SUBSCRIPTION_CHANGE("subscription.change"),
    WEBHOOK_SOURCE_CREATE("webhook-source.create"),
    WEBHOOK_SOURCE_CHANGE("webhook-source.change"),
    WEBHOOK_SOURCE_ROTATE("webhook-source.rotate"),
    WEBHOOK_SOURCE_REMOVE("webhook-source.remove");

    private final String action;

    Deed(String action) {
        this.action = action;
    }

    String action() {
        return action;
    }
}
