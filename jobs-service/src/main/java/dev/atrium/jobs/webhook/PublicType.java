package dev.atrium.jobs.webhook;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The types of events that endpoints can be sent, each with an example of its data, whose class is its
/// form.
enum PublicType {
    USER_CREATED(
            "user.created",
            "A user was created. For who created it.",
            new Payloads.UserCreated("8b1c", "Ada Lovelace", "ada@example.com", Examples.ADA.subject())),
    FILE_UPLOADED(
            "file.uploaded",
            "A file's bytes are stored; nothing was derived from it yet.",
            new Payloads.FileUploaded(Examples.FILE)),
    FILE_READY(
            "file.ready",
            "All that can be derived from a file was derived.",
            new Payloads.FileReady(Examples.FILE, true, false)),
    FILE_FAILED(
            "file.failed",
            "Nothing can be derived from a file; its bytes stay available.",
            new Payloads.FileFailed(Examples.FILE, "the picture cannot be decoded")),
    WORKFLOW_CHANGED(
            "workflow.changed",
            "A workflow instance moved on and has not ended. For its owner, as the following are.",
            new Payloads.Workflow("onboarding:8b1c", "onboarding", 3, "running", "profile")),
    WORKFLOW_COMPLETE(
            "workflow.complete",
            "A workflow instance is complete.",
            new Payloads.Workflow("onboarding:8b1c", "onboarding", 7, "complete", null)),
    WORKFLOW_FAILED(
            "workflow.failed",
            "A workflow instance has failed.",
            new Payloads.Workflow("onboarding:8b1c", "onboarding", 7, "failed", null)),
    WORKFLOW_CANCELLED(
            "workflow.cancelled",
            "A workflow instance was cancelled.",
            new Payloads.Workflow("onboarding:8b1c", "onboarding", 7, "cancelled", null)),
    JOB_DEAD(
            "job.dead",
            "A job was given up. For whom it ran.",
            new Payloads.Job(
                    "0198f2a4-0000-7000-8000-000000000004",
                    "media.process",
                    10,
                    "gave up after 10 attempts: media-service answered 503")),
    ROOM_CREATED(
            "room.created",
            "There is a new room.",
            new Payloads.RoomCreated(
                    Examples.ROOM, 1, "Atelier", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PUBLIC, Examples.ADA)),
    ROOM_CHANGED(
            "room.changed",
            "A room has another name, or others may read it.",
            new Payloads.RoomChanged(
                    Examples.ROOM, 4, "Atelier", RoomEvent.Visibility.PRIVATE, RoomEvent.Role.COMMENTER, Examples.ADA)),
    ROOM_ARCHIVED(
            "room.archived",
            "A room is only read from now on, or was taken out of the archive.",
            new Payloads.RoomArchived(Examples.ROOM, 17, true, Examples.ADA)),
    ROOM_DELETED(
            "room.deleted",
            "A room is gone for good, with all that was in it. For those who could read it until then.",
            new Payloads.RoomDeleted(Examples.ROOM, 18, Examples.ADA)),
    MESSAGE_POSTED(
            "message.posted",
            "Somebody sent a message.",
            new Payloads.MessagePosted(
                    Examples.ROOM,
                    12,
                    Examples.MESSAGE,
                    Examples.ADA,
                    "Look at this, @grace",
                    new RoomEvent.Attachment("0198", "sketch.png", "image/png"),
                    null,
                    List.of("grace"))),
    MESSAGE_EDITED(
            "message.edited",
            "Somebody wrote a message anew.",
            new Payloads.MessageEdited(Examples.ROOM, 13, Examples.MESSAGE, Examples.ADA, "Look at that", List.of())),
    MESSAGE_DELETED(
            "message.deleted",
            "A message is no longer shown.",
            new Payloads.MessageDeleted(Examples.ROOM, 14, Examples.MESSAGE, Examples.ADA, Examples.GRACE)),
    MESSAGE_HIDDEN(
            "message.hidden",
            "The moderation took a message out of sight.",
            new Payloads.MessageHidden(Examples.ROOM, 15, Examples.MESSAGE, Examples.ADA)),
    MESSAGE_SHOWN(
            "message.shown",
            "A message that was hidden is shown again.",
            new Payloads.MessageShown(
                    Examples.ROOM, 16, Examples.MESSAGE, Examples.ADA, "Look at this, @grace", List.of("grace"))),
    MEMBER_SET(
            "member.set",
            "Somebody is a member of a room with this role from now on.",
            new Payloads.MemberSet(Examples.ROOM, 5, Examples.GRACE, RoomEvent.Role.EDITOR, Examples.ADA)),
    MEMBER_JOINED(
            "member.joined",
            "Somebody became a member of a room by a link.",
            new Payloads.MemberJoined(Examples.ROOM, 6, Examples.GRACE, RoomEvent.Role.VIEWER)),
    MEMBER_REMOVED(
            "member.removed",
            "Somebody is not a member of a room any more.",
            new Payloads.MemberRemoved(Examples.ROOM, 7, Examples.GRACE.subject(), Examples.ADA)),
    MEMBER_BANNED(
            "member.banned",
            "Somebody may not enter a room.",
            new Payloads.MemberBanned(
                    Examples.ROOM, 8, Examples.GRACE.subject(), Instant.parse("2026-02-01T00:00:00Z"), Examples.ADA)),
    MEMBER_UNBANNED(
            "member.unbanned",
            "A ban was taken back.",
            new Payloads.MemberUnbanned(Examples.ROOM, 9, Examples.GRACE.subject(), Examples.ADA)),
    ENDPOINT_DISABLED(
            "endpoint.disabled",
            "An endpoint was disabled, because its receiver is gone (410) or kept failing. For the other endpoints of its"
                    + " owner.",
            new Payloads.EndpointDisabled(
                    "0198f2a4-6f3c-7cc0-9d2e-3f1f2a3b4c5d", "https://example.com/hook", "failing"));

    private final String typeName;
    private final String description;
    /// A record of values, which does not change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Record example;

    PublicType(String typeName, String description, Record example) {
        this.typeName = typeName;
        this.description = description;
        this.example = example;
    }

    static Optional<PublicType> named(String typeName) {
        return Arrays.stream(values()).filter(t -> t.typeName.equals(typeName)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(PublicType::typeName).toList();
    }

    String typeName() {
        return typeName;
    }

    String description() {
        return description;
    }

    Record example() {
        return example;
    }

    /// What the examples have in common.
    private static final class Examples {
        private static final Actor ADA = new Actor("user:8b1c", "ada");
        private static final Actor GRACE = new Actor("user:41d0", "grace");
        private static final String ROOM = "0198f2a4-0000-7000-8000-000000000001";
        private static final String MESSAGE = "0198f2a4-0000-7000-8000-000000000002";
        private static final Payloads.File FILE = new Payloads.File(
                "0198f2a4-0000-7000-8000-000000000003",
                "sketch.png",
                "image/png",
                48_213,
                ROOM,
                false,
                ADA,
                Instant.parse("2026-01-31T12:00:00Z"));
    }
}
