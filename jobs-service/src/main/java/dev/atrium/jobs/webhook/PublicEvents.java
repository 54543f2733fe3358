package dev.atrium.jobs.webhook;

import dev.atrium.jobs.rooms.EventKey;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.roomlog.RoomEvent;
import java.util.Optional;

/// What those outside are told of the suite's own events.
final class PublicEvents {

    private PublicEvents() {}

    /// Empty for what is only told within the suite, and for instances of which an earlier version did
    /// not say whose they are.
    static Optional<PublicEvent> of(CloudEvent cloudEvent) {
        return switch (cloudEvent.event()) {
            case Event.UserCreated user ->
                Optional.of(event(
                        cloudEvent,
                        PublicType.USER_CREATED,
                        new Payloads.UserCreated(user.userId(), user.name(), user.email(), user.createdBy()),
                        new Audience(user.createdBy(), null, false)));
            case Event.FileUploaded uploaded ->
                Optional.of(event(
                        cloudEvent,
                        PublicType.FILE_UPLOADED,
                        new Payloads.FileUploaded(file(uploaded.file())),
                        audience(uploaded.file())));
            case Event.FileReady ready ->
                Optional.of(event(
                        cloudEvent,
                        PublicType.FILE_READY,
                        new Payloads.FileReady(file(ready.file()), ready.thumbnail(), ready.text()),
                        audience(ready.file())));
            case Event.FileFailed failed ->
                Optional.of(event(
                        cloudEvent,
                        PublicType.FILE_FAILED,
                        new Payloads.FileFailed(file(failed.file()), failed.reason()),
                        audience(failed.file())));
            case Event.WorkflowChanged changed ->
                changed.owner() == null
                        ? Optional.empty()
                        : Optional.of(event(
                                cloudEvent,
                                type(changed),
                                new Payloads.Workflow(
                                        changed.instanceId(),
                                        changed.workflow(),
                                        changed.sequence(),
                                        changed.status(),
                                        changed.step()),
                                new Audience(changed.owner(), null, false)));
            case Event.JobDead dead ->
                Optional.of(event(
                        cloudEvent,
                        PublicType.JOB_DEAD,
                        new Payloads.Job(dead.jobId(), dead.type(), dead.attempts(), dead.reason()),
                        new Audience(dead.owner(), null, false)));
            case Event.UserChanged _,
                    Event.UserDeactivated _,
                    Event.InvitationSent _,
                    Event.OrganisationChanged _,
                    Event.OrganisationDeleted _,
                    Event.MembershipChanged _,
                    Event.TeamChanged _,
                    Event.TeamMemberChanged _,
                    Event.EmailVerified _,
                    Event.SessionEnded _,
                    Event.FileText _,
                    Event.FileReset _,
                    Event.FileDeleted _,
                    Event.Progressed _,
                    Event.InboxChanged _,
                    Event.RoomTidings _,
                    Event.WebhookReceived _,
                    Event.WebhookHandled _,
                    Event.QuotaReached _,
                    Event.UsageReported _,
                    Event.Audited _,
                    Event.AuditAnchored _ -> Optional.empty();
        };
    }

    /// Empty for what is only told within the room.
    static Optional<PublicEvent> of(RoomEvent event) {
        return switch (event) {
            case RoomEvent.RoomCreated created ->
                told(
                        event,
                        PublicType.ROOM_CREATED,
                        new Payloads.RoomCreated(
                                created.room(),
                                created.sequence(),
                                created.name(),
                                created.kind(),
                                created.visibility(),
                                created.owner()));
            case RoomEvent.MessagePosted posted ->
                told(
                                event,
                                PublicType.MESSAGE_POSTED,
                                new Payloads.MessagePosted(
                                        posted.room(),
                                        posted.sequence(),
                                        posted.message(),
                                        posted.sender(),
                                        posted.content(),
                                        posted.attachment(),
                                        posted.replyTo(),
                                        posted.mentions()))
                        .map(told -> told.telling(posted.message(), posted.sequence()));
            case RoomEvent.MessageChange change -> of(change);
            case RoomEvent.AccessChange change -> of(change);
            case RoomEvent.DocumentChanged _, RoomEvent.ObjectEvent _, RoomEvent.Personal _ -> Optional.empty();
        };
    }

    private static Optional<PublicEvent> of(RoomEvent.MessageChange change) {
        return switch (change) {
            case RoomEvent.MessageEdited edited ->
                told(
                                edited,
                                PublicType.MESSAGE_EDITED,
                                new Payloads.MessageEdited(
                                        edited.room(),
                                        edited.sequence(),
                                        edited.message(),
                                        edited.actor(),
                                        edited.content(),
                                        edited.mentions()))
                        .map(told -> told.telling(edited.message(), edited.sequence()));
            case RoomEvent.MessageDeleted deleted ->
                told(
                        deleted,
                        PublicType.MESSAGE_DELETED,
                        new Payloads.MessageDeleted(
                                deleted.room(),
                                deleted.sequence(),
                                deleted.message(),
                                deleted.original().sender(),
                                deleted.by()));
            case RoomEvent.MessageHidden hidden ->
                told(
                        hidden,
                        PublicType.MESSAGE_HIDDEN,
                        new Payloads.MessageHidden(
                                hidden.room(),
                                hidden.sequence(),
                                hidden.message(),
                                hidden.original().sender()));
            case RoomEvent.MessageShown shown ->
                told(
                                shown,
                                PublicType.MESSAGE_SHOWN,
                                new Payloads.MessageShown(
                                        shown.room(),
                                        shown.sequence(),
                                        shown.message(),
                                        shown.original().sender(),
                                        shown.content(),
                                        shown.mentions()))
                        .map(told -> told.telling(shown.message(), shown.sequence()));
            case RoomEvent.MessageReacted _ -> Optional.empty();
        };
    }

    private static Optional<PublicEvent> of(RoomEvent.AccessChange change) {
        return switch (change) {
            case RoomEvent.RoomChanged c ->
                told(
                        c,
                        PublicType.ROOM_CHANGED,
                        new Payloads.RoomChanged(
                                c.room(), c.sequence(), c.name(), c.visibility(), c.everyone(), c.by()));
            case RoomEvent.RoomArchived c ->
                told(
                        c,
                        PublicType.ROOM_ARCHIVED,
                        new Payloads.RoomArchived(c.room(), c.sequence(), c.archived(), c.by()));
            case RoomEvent.RoomDeleted c ->
                told(
                        c,
                        PublicType.ROOM_DELETED,
                        new Payloads.RoomDeleted(c.room(), c.sequence(), c.by()),
                        new Audience(null, c.room(), false, true));
            case RoomEvent.MemberSet c ->
                told(
                        c,
                        PublicType.MEMBER_SET,
                        new Payloads.MemberSet(c.room(), c.sequence(), c.member(), c.role(), c.by()));
            case RoomEvent.MemberJoined c ->
                told(c, PublicType.MEMBER_JOINED, new Payloads.MemberJoined(c.room(), c.sequence(), c.by(), c.role()));
            case RoomEvent.MemberRemoved c ->
                told(
                        c,
                        PublicType.MEMBER_REMOVED,
                        new Payloads.MemberRemoved(c.room(), c.sequence(), c.subject(), c.by()));
            case RoomEvent.MemberBanned c ->
                told(
                        c,
                        PublicType.MEMBER_BANNED,
                        new Payloads.MemberBanned(c.room(), c.sequence(), c.subject(), c.expiresAt(), c.by()));
            case RoomEvent.MemberUnbanned c ->
                told(
                        c,
                        PublicType.MEMBER_UNBANNED,
                        new Payloads.MemberUnbanned(c.room(), c.sequence(), c.subject(), c.by()));
            case RoomEvent.LinkMade _, RoomEvent.LinkRevoked _ -> Optional.empty();
        };
    }

    private static Optional<PublicEvent> told(RoomEvent event, PublicType type, Object data) {
        return told(event, type, data, new Audience(null, event.room(), false));
    }

    private static Optional<PublicEvent> told(RoomEvent event, PublicType type, Object data, Audience audience) {
        String source = "room:" + event.tenant() + "/" + EventKey.of(event);
        return Optional.of(PublicEvent.of(source, type, event.at(), data, audience));
    }

    private static PublicEvent event(CloudEvent cloudEvent, PublicType type, Object data, Audience audience) {
        return PublicEvent.of(cloudEvent.source() + ":" + cloudEvent.id(), type, cloudEvent.time(), data, audience);
    }

    private static PublicType type(Event.WorkflowChanged changed) {
        if (changed.step() != null) {
            return PublicType.WORKFLOW_CHANGED;
        }
        return switch (changed.status()) {
            case "complete" -> PublicType.WORKFLOW_COMPLETE;
            case "failed" -> PublicType.WORKFLOW_FAILED;
            case "cancelled" -> PublicType.WORKFLOW_CANCELLED;
            default -> PublicType.WORKFLOW_CHANGED;
        };
    }

    private static Payloads.File file(Event.FileInfo file) {
        return new Payloads.File(
                file.id(),
                file.name(),
                file.type(),
                file.sizeBytes(),
                file.room(),
                file.publicRead(),
                file.owner(),
                file.createdAt());
    }

    private static Audience audience(Event.FileInfo file) {
        return new Audience(file.owner().subject(), file.room(), file.publicRead());
    }
}
