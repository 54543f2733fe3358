package dev.atrium.room.personal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the server says on somebody's own socket (`docs/asyncapi.yaml`), besides what every socket hears.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PersonalFrame.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = PersonalFrame.Inbox.class, name = "inbox"),
    @JsonSubTypes.Type(value = PersonalFrame.Workflow.class, name = "workflow"),
    @JsonSubTypes.Type(value = PersonalFrame.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = PersonalFrame.Unread.class, name = "unread")
})
public sealed interface PersonalFrame {

    /// The first frame. What happens from now on is told; what was before is read by HTTP.
    ///
    /// @param expiresAt when the credential ends, and the socket with it, in milliseconds since the
    ///     epoch; null: it does not
    record Welcome(
            String protocol,
            String subject,
            String handle,
            @Nullable Long expiresAt) implements PersonalFrame {

        public static Welcome of(String protocol, Caller caller) {
            Instant end = caller.expiresAt();
            return new Welcome(protocol, caller.subject(), caller.handle(), end == null ? null : end.toEpochMilli());
        }
    }

    /// The inbox is like this now. Of two of these frames the one with the higher revision counts.
    ///
    /// @param arrival what is new; null if only the state of items has changed
    record Inbox(
            long revision, int unseen, int unread, @Nullable Arrival arrival) implements PersonalFrame {}

    /// A notification that came.
    ///
    /// @param item id of the item of the inbox
    /// @param link where it leads; null: nowhere
    /// @param quiet whether the person does not want to be disturbed now
    record Arrival(
            String item,
            String category,
            String title,
            @Nullable String link,
            boolean quiet) {}

    /// A workflow instance of the person moved on. Of two of these frames of one instance the one with
    /// the higher sequence counts.
    ///
    /// @param workflow its type
    /// @param step the step that ended; null if the instance itself changed its status
    record Workflow(
            String id,
            String workflow,
            long sequence,
            String status,
            @Nullable String step) implements PersonalFrame {}

    /// How far a job or workflow instance of the person is.
    ///
    /// @param kind `job` or `workflow`
    /// @param name its type
    /// @param done of `total`
    /// @param note what is being done; null: nothing is said
    record Progress(
            String kind,
            String id,
            String name,
            long done,
            long total,
            @Nullable String note) implements PersonalFrame {}

    /// There is more to read in a room of which the person is a member, or the person has read on.
    ///
    /// @param lastSequence of what is new there
    /// @param messages how many messages of others are new; 0 if none are
    /// @param mentioned whether one of these names the person
    /// @param marker up to which sequence number the person has read now; null if it has not read on
    record Unread(
            String room,
            long lastSequence,
            int messages,
            boolean mentioned,
            @Nullable Long marker) implements PersonalFrame {}

    /// The frame that tells of an event; null for an event that concerns nobody alone.
    static @Nullable PersonalFrame of(Event event) {
        return switch (event) {
            case Event.InboxChanged inbox ->
                new Inbox(inbox.revision(), inbox.unseen(), inbox.unread(), arrival(inbox.arrival()));
            case Event.WorkflowChanged changed ->
                new Workflow(
                        changed.instanceId(), changed.workflow(), changed.sequence(), changed.status(), changed.step());
            case Event.Progressed progressed ->
                new Progress(
                        progressed.kind(),
                        progressed.id(),
                        progressed.name(),
                        progressed.done(),
                        progressed.total(),
                        progressed.note());
            case Event.UserCreated _,
                    Event.UserChanged _,
                    Event.UserDeactivated _,
                    Event.OrganisationChanged _,
                    Event.OrganisationDeleted _,
                    Event.MembershipChanged _,
                    Event.TeamChanged _,
                    Event.TeamMemberChanged _,
                    Event.EmailVerified _,
                    Event.SessionEnded _,
                    Event.InvitationSent _,
                    Event.FileUploaded _,
                    Event.FileText _,
                    Event.FileReady _,
                    Event.FileFailed _,
                    Event.FileReset _,
                    Event.FileDeleted _,
                    Event.RoomTidings _,
                    Event.WebhookReceived _,
                    Event.WebhookHandled _,
                    Event.QuotaReached _,
                    Event.UsageReported _,
                    Event.JobDead _,
                    Event.Audited _,
                    Event.AuditAnchored _ -> null;
        };
    }

    /// Whom an event concerns; null for nobody alone, or somebody that an older version has not named.
    static @Nullable String subject(Event event) {
        return switch (event) {
            case Event.InboxChanged inbox -> inbox.recipient();
            case Event.WorkflowChanged changed -> changed.owner();
            case Event.Progressed progressed -> progressed.owner();
            case Event.UserCreated _,
                    Event.UserChanged _,
                    Event.UserDeactivated _,
                    Event.OrganisationChanged _,
                    Event.OrganisationDeleted _,
                    Event.MembershipChanged _,
                    Event.TeamChanged _,
                    Event.TeamMemberChanged _,
                    Event.EmailVerified _,
                    Event.SessionEnded _,
                    Event.InvitationSent _,
                    Event.FileUploaded _,
                    Event.FileText _,
                    Event.FileReady _,
                    Event.FileFailed _,
                    Event.FileReset _,
                    Event.FileDeleted _,
                    Event.RoomTidings _,
                    Event.WebhookReceived _,
                    Event.WebhookHandled _,
                    Event.QuotaReached _,
                    Event.UsageReported _,
                    Event.JobDead _,
                    Event.Audited _,
                    Event.AuditAnchored _ -> null;
        };
    }

    private static @Nullable Arrival arrival(Event.InboxChanged.@Nullable Arrival arrival) {
        return arrival == null
                ? null
                : new Arrival(arrival.item(), arrival.category(), arrival.title(), arrival.link(), arrival.quiet());
    }
}
