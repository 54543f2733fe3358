package dev.atrium.jobs.webhook;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `data` of events. They are part of the API: properties may be added, and are never taken away or
/// changed.
final class Payloads {

    private Payloads() {}

    record UserCreated(String id, String name, String email, String createdBy) {}

    /// @param room null if the file belongs to its owner alone
    record File(
            String id,
            String name,
            String type,
            long sizeBytes,
            @Nullable String room,
            boolean publicRead,
            Actor owner,
            Instant createdAt) {}

    record FileUploaded(File file) {}

    record FileReady(File file, boolean thumbnail, boolean text) {}

    record FileFailed(File file, String reason) {}

    /// @param step the step that ended; null if the instance itself changed its status
    record Workflow(
            String id,
            String workflow,
            long sequence,
            String status,
            @Nullable String step) {}

    /// @param reason why it was given up
    record Job(String id, String type, long attempts, String reason) {}

    record RoomCreated(String room, long sequence, String name, Kind kind, Visibility visibility, Actor owner) {}

    record RoomChanged(String room, long sequence, String name, Visibility visibility, Role everyone, Actor by) {}

    /// @param archived false if it was taken out of the archive
    record RoomArchived(String room, long sequence, boolean archived, Actor by) {}

    record RoomDeleted(String room, long sequence, Actor by) {}

    record MessagePosted(
            String room,
            long sequence,
            String message,
            Actor sender,
            String content,
            @Nullable Attachment attachment,
            @Nullable String replyTo,
            List<String> mentions) {}

    record MessageEdited(
            String room, long sequence, String message, Actor sender, String content, List<String> mentions) {}

    record MessageDeleted(String room, long sequence, String message, Actor sender, Actor by) {}

    record MessageHidden(String room, long sequence, String message, Actor sender) {}

    record MessageShown(
            String room, long sequence, String message, Actor sender, String content, List<String> mentions) {}

    record MemberSet(String room, long sequence, Actor member, Role role, Actor by) {}

    record MemberJoined(String room, long sequence, Actor member, Role role) {}

    record MemberRemoved(String room, long sequence, String subject, Actor by) {}

    /// @param expiresAt null if the ban does not end by itself
    record MemberBanned(
            String room,
            long sequence,
            String subject,
            @Nullable Instant expiresAt,
            Actor by) {}

    record MemberUnbanned(String room, long sequence, String subject, Actor by) {}

    /// @param reason `gone` or `failing`
    record EndpointDisabled(String endpoint, String url, String reason) {}
}
