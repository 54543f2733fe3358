package dev.atrium.search.ingest;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Event.FileInfo;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Kind;
import dev.atrium.search.index.Moderated;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.Source;
import java.util.List;
import java.util.stream.Stream;

/// What a record from the topics changes in the index. The passages have no vectors yet.
final class Reading {

    /// Stands for a source of which only the title can be found.
    private static final Passage TITLE_ONLY = Passage.ofWords("");

    private Reading() {}

    /// @throws IllegalArgumentException if the record holds what no service of ours writes
    static List<Change> of(Followed followed) {
        return switch (followed) {
            case Followed.InRoom(RoomEvent event) -> of(event);
            case Followed.Elsewhere(CloudEvent event) -> of(event.event());
        };
    }

    private static List<Change> of(RoomEvent event) {
        return switch (event) {
            case RoomEvent.RoomCreated created ->
                List.of(new Change.Know(new Room(
                        created.tenant(),
                        created.room(),
                        created.name(),
                        created.visibility() == RoomEvent.Visibility.PUBLIC,
                        created.owner().subject())));
            case RoomEvent.MessagePosted posted ->
                List.of(new Change.Put(
                        source(posted, posted.message(), original(posted)), 0, passages(posted.content())));
            case RoomEvent.MessageEdited edited ->
                List.of(new Change.Put(
                        source(edited, edited.message(), edited.original()), 0, passages(edited.content())));
            case RoomEvent.MessageDeleted deleted ->
                List.of(new Change.Remove(source(deleted, deleted.message(), deleted.original()), 0));
            case RoomEvent.MessageHidden hidden ->
                withFile(
                        new Change.Remove(source(hidden, hidden.message(), hidden.original()), 0),
                        hidden,
                        hidden.original(),
                        true);
            case RoomEvent.MessageShown shown ->
                withFile(
                        new Change.Put(source(shown, shown.message(), shown.original()), 0, passages(shown.content())),
                        shown,
                        shown.original(),
                        false);
            case RoomEvent.MessageReacted _ -> List.of();
            case RoomEvent.DocumentChanged _, RoomEvent.ObjectEvent _ -> List.of();
            // Drafts are nobody else's.
            case RoomEvent.Personal _ -> List.of();
            case RoomEvent.RoomDeleted deleted -> List.of(new Change.Forget(deleted.tenant(), deleted.room()));
            // What it makes of the room depends on what is known of it.
            case RoomEvent.AccessChange _ -> List.of();
        };
    }

    /// A change of a message, and what it means for the file that it shows.
    private static List<Change> withFile(
            Change change, RoomEvent.MessageChange event, RoomEvent.Original original, boolean hidden) {
        RoomEvent.Attachment attachment = original.attachment();
        if (attachment == null) {
            return List.of(change);
        }
        Moderated moderated = new Moderated(
                event.tenant(), event.room(), event.message(), attachment.fileId(), event.sequence(), hidden);
        return List.of(change, new Change.Moderate(moderated));
    }

    private static List<Change> of(Event event) {
        return switch (event) {
            case Event.FileText text -> textOf(source(text.tenant(), text.file()), text);
            case Event.FileReady ready -> ready.text() ? List.of() : titleOnly(source(ready.tenant(), ready.file()));
            case Event.FileFailed failed -> titleOnly(source(failed.tenant(), failed.file()));
            case Event.FileDeleted deleted -> List.of(new Change.Remove(source(deleted.tenant(), deleted.file()), 0));
            case Event.FileUploaded _,
                    Event.FileReset _,
                    Event.UserCreated _,
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
                    Event.WorkflowChanged _,
                    Event.Progressed _,
                    Event.InboxChanged _,
                    Event.RoomTidings _,
                    Event.WebhookReceived _,
                    Event.WebhookHandled _,
                    Event.QuotaReached _,
                    Event.UsageReported _,
                    Event.JobDead _,
                    Event.Audited _,
                    Event.AuditAnchored _ -> List.of();
        };
    }

    /// The first piece also removes what an earlier, longer text of the file has left behind.
    private static List<Change> textOf(Source source, Event.FileText text) {
        List<Passage> passages = passages(text.text());
        if (text.part() > 0) {
            return List.of(new Change.Put(source, text.part(), passages));
        }
        List<Passage> first = passages.isEmpty() ? List.of(TITLE_ONLY) : passages;
        return List.of(new Change.Put(source, 0, first), new Change.Remove(source, Math.max(1, text.parts())));
    }

    private static List<Change> titleOnly(Source source) {
        return List.of(new Change.Put(source, 0, List.of(TITLE_ONLY)), new Change.Remove(source, 1));
    }

    private static List<Passage> passages(String text) {
        return Stream.of(text)
                .flatMap(whole -> Chunks.of(whole).stream())
                .map(Passage::ofWords)
                .toList();
    }

    private static RoomEvent.Original original(RoomEvent.MessagePosted posted) {
        return new RoomEvent.Original(posted.sequence(), posted.at(), posted.sender(), posted.attachment());
    }

    /// An edited message keeps its place, its time and its file.
    private static Source source(RoomEvent event, String message, RoomEvent.Original original) {
        return new Source(
                event.tenant(),
                Kind.MESSAGE,
                message,
                event.room(),
                original.sender(),
                false,
                original.attachment() == null ? null : original.attachment().name(),
                original.at(),
                original.sequence());
    }

    private static Source source(TenantId tenant, FileInfo file) {
        return new Source(
                tenant,
                Kind.FILE,
                file.id(),
                file.room(),
                file.owner(),
                file.publicRead(),
                file.name(),
                file.createdAt(),
                null);
    }
}
