package dev.atrium.platform.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The CloudEvents `type` of each [Event] and the topic that it travels on.
public enum EventType {
    USER_CREATED("atrium.user.created.v1", Topic.IDENTITY_EVENTS, Event.UserCreated.class),
    USER_CHANGED("atrium.user.changed.v1", Topic.IDENTITY_EVENTS, Event.UserChanged.class),
    USER_DEACTIVATED("atrium.user.deactivated.v1", Topic.IDENTITY_EVENTS, Event.UserDeactivated.class),
    ORGANISATION_CHANGED("atrium.organisation.changed.v1", Topic.IDENTITY_EVENTS, Event.OrganisationChanged.class),
    ORGANISATION_DELETED("atrium.organisation.deleted.v1", Topic.IDENTITY_EVENTS, Event.OrganisationDeleted.class),
    MEMBERSHIP_CHANGED("atrium.membership.changed.v1", Topic.IDENTITY_EVENTS, Event.MembershipChanged.class),
    TEAM_CHANGED("atrium.team.changed.v1", Topic.IDENTITY_EVENTS, Event.TeamChanged.class),
    TEAM_MEMBER_CHANGED("atrium.team.member-changed.v1", Topic.IDENTITY_EVENTS, Event.TeamMemberChanged.class),
    EMAIL_VERIFIED("atrium.email.verified.v1", Topic.IDENTITY_EVENTS, Event.EmailVerified.class),
    SESSION_ENDED("atrium.session.ended.v1", Topic.IDENTITY_EVENTS, Event.SessionEnded.class),
    INVITATION_SENT("atrium.invitation.sent.v1", Topic.IDENTITY_EVENTS, Event.InvitationSent.class),
    QUOTA_REACHED("atrium.quota.reached.v1", Topic.IDENTITY_EVENTS, Event.QuotaReached.class),
    FILE_UPLOADED("atrium.file.uploaded.v1", Topic.MEDIA_EVENTS, Event.FileUploaded.class),
    FILE_TEXT("atrium.file.text.v1", Topic.MEDIA_EVENTS, Event.FileText.class),
    FILE_READY("atrium.file.ready.v1", Topic.MEDIA_EVENTS, Event.FileReady.class),
    FILE_FAILED("atrium.file.failed.v1", Topic.MEDIA_EVENTS, Event.FileFailed.class),
    FILE_RESET("atrium.file.reset.v1", Topic.MEDIA_EVENTS, Event.FileReset.class),
    FILE_DELETED("atrium.file.deleted.v1", Topic.MEDIA_EVENTS, Event.FileDeleted.class),
    WORKFLOW_CHANGED("atrium.workflow.changed.v1", Topic.WORKFLOWS_EVENTS, Event.WorkflowChanged.class),
    JOB_DEAD("atrium.job.dead.v1", Topic.WORKFLOWS_EVENTS, Event.JobDead.class),
    PROGRESSED("atrium.work.progressed.v1", Topic.WORKFLOWS_EVENTS, Event.Progressed.class),
    INBOX_CHANGED("atrium.inbox.changed.v1", Topic.NOTIFICATIONS_EVENTS, Event.InboxChanged.class),
    ROOM_TIDINGS("atrium.room.tidings.v1", Topic.ROOMS_TIDINGS, Event.RoomTidings.class),
    WEBHOOK_RECEIVED("atrium.webhook.received.v1", Topic.WEBHOOKS_RECEIVED, Event.WebhookReceived.class),
    WEBHOOK_HANDLED("atrium.webhook.handled.v1", Topic.WEBHOOKS_RECEIVED, Event.WebhookHandled.class),
    USAGE_REPORTED("atrium.usage.reported.v1", Topic.USAGE_EVENTS, Event.UsageReported.class),
    AUDITED("atrium.audited.v1", Topic.AUDIT_EVENTS, Event.Audited.class),
    AUDIT_ANCHORED("atrium.audit.anchored.v1", Topic.AUDIT_ANCHORS, Event.AuditAnchored.class);

    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::typeName, Function.identity()));

    private final String typeName;
    private final Topic topic;
    private final Class<? extends Event> record;

    EventType(String typeName, Topic topic, Class<? extends Event> record) {
        this.typeName = typeName;
        this.topic = topic;
        this.record = record;
    }

    public static EventType of(Event event) {
        return switch (event) {
            case Event.UserCreated _ -> USER_CREATED;
            case Event.UserChanged _ -> USER_CHANGED;
            case Event.UserDeactivated _ -> USER_DEACTIVATED;
            case Event.OrganisationChanged _ -> ORGANISATION_CHANGED;
            case Event.OrganisationDeleted _ -> ORGANISATION_DELETED;
            case Event.MembershipChanged _ -> MEMBERSHIP_CHANGED;
            case Event.TeamChanged _ -> TEAM_CHANGED;
            case Event.TeamMemberChanged _ -> TEAM_MEMBER_CHANGED;
            case Event.EmailVerified _ -> EMAIL_VERIFIED;
            case Event.SessionEnded _ -> SESSION_ENDED;
            case Event.InvitationSent _ -> INVITATION_SENT;
            case Event.QuotaReached _ -> QUOTA_REACHED;
            case Event.FileUploaded _ -> FILE_UPLOADED;
            case Event.FileText _ -> FILE_TEXT;
            case Event.FileReady _ -> FILE_READY;
            case Event.FileFailed _ -> FILE_FAILED;
            case Event.FileReset _ -> FILE_RESET;
            case Event.FileDeleted _ -> FILE_DELETED;
            case Event.WorkflowChanged _ -> WORKFLOW_CHANGED;
            case Event.JobDead _ -> JOB_DEAD;
            case Event.Progressed _ -> PROGRESSED;
            case Event.InboxChanged _ -> INBOX_CHANGED;
            case Event.RoomTidings _ -> ROOM_TIDINGS;
            case Event.WebhookReceived _ -> WEBHOOK_RECEIVED;
            case Event.WebhookHandled _ -> WEBHOOK_HANDLED;
            case Event.UsageReported _ -> USAGE_REPORTED;
            case Event.Audited _ -> AUDITED;
            case Event.AuditAnchored _ -> AUDIT_ANCHORED;
        };
    }

    /// Empty for a type that a newer version of the suite writes.
    public static Optional<EventType> named(String typeName) {
        return Optional.ofNullable(BY_NAME.get(typeName));
    }

    public String typeName() {
        return typeName;
    }

    public Topic topic() {
        return topic;
    }

    public Class<? extends Event> record() {
        return record;
    }
}
