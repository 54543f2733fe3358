package dev.atrium.gateway.audit;

import java.util.Arrays;
import java.util.Optional;

/// What is written down. The names are part of the chain and never change.
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
    /// The operator has given a plan, or taken that back.
    PLAN_SET("plan.set"),
    /// The payment provider has told of a subscription.
    SUBSCRIPTION_CHANGE("subscription.change"),
    WEBHOOK_SOURCE_CREATE("webhook-source.create"),
    WEBHOOK_SOURCE_ROTATE("webhook-source.rotate"),
    WEBHOOK_SOURCE_REMOVE("webhook-source.remove"),
    MODERATION_APPROVE("moderation.approve"),
    MODERATION_REJECT("moderation.reject"),
    MODERATION_RULE_CREATE("moderation-rule.create"),
    MODERATION_RULE_CHANGE("moderation-rule.change"),
    MODERATION_RULE_ROTATE("moderation-rule.rotate"),
    MODERATION_RULE_REMOVE("moderation-rule.remove");

    private final String action;

    Deed(String action) {
        this.action = action;
    }

    /// Empty for a deed that a later version knows.
    static Optional<Deed> named(String action) {
        return Arrays.stream(values()).filter(d -> d.action.equals(action)).findFirst();
    }

    String action() {
        return action;
    }
}
