package dev.atrium.platform.roomlog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What durably happened in a room.
public sealed interface RoomEvent {

    TenantId tenant();

    /// Id of the room.
    String room();

    /// 1, 2, … within the room, without gaps; 1 is the room's creation.
    long sequence();

    Instant at();

    /// What somebody did, for everybody to know who may read the room.
    sealed interface Act extends RoomEvent {

        /// Who did it.
        Actor actor();
    }

    /// What concerns the people who are in the room, one by one, and is no part of what happened in it.
    sealed interface Personal extends RoomEvent {}

    /// Who may read a room.
    enum Visibility {
        /// Everybody of the room's tenant.
        @JsonProperty("public")
        PUBLIC,
        /// Its members.
        @JsonProperty("private")
        PRIVATE;

        public boolean isPublic() {
            return this == PUBLIC;
        }
    }

    /// What somebody may do in a room, from little to all (RM-6).
    enum Role {
        /// Read, and be seen.
        @JsonProperty("viewer")
        VIEWER,
        /// Also send and react.
        @JsonProperty("commenter")
        COMMENTER,
        /// Also change documents and hold locks.
        @JsonProperty("editor")
        EDITOR,
        /// Also delete what others sent, and change the room and who may do what in it.
        @JsonProperty("owner")
        OWNER;

        public boolean isAtLeast(Role other) {
            return compareTo(other) >= 0;
        }

        public static Role higher(Role one, Role other) {
            return one.isAtLeast(other) ? one : other;
        }

        public static Role lower(Role one, Role other) {
            return one.isAtLeast(other) ? other : one;
        }
    }

    /// What a room is for (RM-1).
    enum Kind {
        @JsonProperty("chat")
        CHAT,
        @JsonProperty("narrative")
        NARRATIVE,
        @JsonProperty("canvas")
        CANVAS,
        @JsonProperty("generation")
        GENERATION
    }

    /// A file that a message is about.
    record Attachment(String fileId, String name, String type) {}

    /// @param owner who created it, and is a member with the role [Role#OWNER] from then on
    record RoomCreated(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            String name,
            Kind kind,
            Visibility visibility,
            Actor owner)
            implements Act {

        @Override
        public Actor actor() {
            return owner;
        }
    }

    /// @param message id of the message
    /// @param clientId the sender's own id of the message, by which a repeated send is known; null if it gave none
    /// @param attachment null for an ordinary message
    /// @param replyTo id of the message of the same room that it answers; null if it answers none
    /// @param mentions handles of those whom it names
    /// @param draft key of the sender's draft that it ends; null if it ends none
    record MessagePosted(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            String message,
            Actor sender,
            String content,
            @Nullable String clientId,
            @Nullable Attachment attachment,
            @Nullable String replyTo,
            List<String> mentions,
            @Nullable String draft)
            implements Act {

        public MessagePosted {
            mentions = copy(mentions);
        }

        /// A message that ends no draft.
        public MessagePosted(
                TenantId tenant,
                String room,
                long sequence,
                Instant at,
                String message,
                Actor sender,
                String content,
                @Nullable String clientId,
                @Nullable Attachment attachment,
                @Nullable String replyTo,
                List<String> mentions) {
            this(tenant, room, sequence, at, message, sender, content, clientId, attachment, replyTo, mentions, null);
        }

        /// A message that answers nothing and names nobody.
        public MessagePosted(
                TenantId tenant,
                String room,
                long sequence,
                Instant at,
                String message,
                Actor sender,
                String content,
                @Nullable String clientId,
                @Nullable Attachment attachment) {
            this(tenant, room, sequence, at, message, sender, content, clientId, attachment, null, List.of());
        }

        /// What stays of it when the draft has ended.
        public MessagePosted withoutDraft() {
            return draft == null
                    ? this
                    : new MessagePosted(
                            tenant,
                            room,
                            sequence,
                            at,
                            message,
                            sender,
                            content,
                            clientId,
                            attachment,
                            replyTo,
                            mentions);
        }

        @Override
        public Actor actor() {
            return sender;
        }
    }

    /// Something happened to a message that was posted before (RM-14).
    sealed interface MessageChange extends Act {

        /// Id of the message.
        String message();
    }

    /// What an edit leaves as it is.
    ///
    /// @param sequence the message's own number
    /// @param at when it was posted
    record Original(
            long sequence,
            Instant at,
            Actor sender,
            @Nullable Attachment attachment) {}

    /// The sender wrote its message anew.
    ///
    /// @param mentions handles of those whom it names now
    /// @param clientIds the sender's own ids of the newest edits of the message, this one's last if it has one
    record MessageEdited(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            String message,
            Original original,
            String content,
            List<String> mentions,
            List<String> clientIds)
            implements MessageChange {

        public MessageEdited {
            mentions = copy(mentions);
            clientIds = copy(clientIds);
        }

        @Override
        public Actor actor() {
            return original.sender();
        }
    }

    /// The message is no longer shown to anybody. This log keeps what was written in it.
    ///
    /// @param original what may be known of it further on
    /// @param by who deleted it
    record MessageDeleted(
            TenantId tenant, String room, long sequence, Instant at, String message, Original original, Actor by)
            implements MessageChange {

        @Override
        public Actor actor() {
            return by;
        }
    }

    /// The moderation took a message out of sight; it is not lost, and [MessageShown] brings it back.
    ///
    /// @param original what may be known of it meanwhile
    /// @param by who decided it: the suite's moderation
    record MessageHidden(
            TenantId tenant, String room, long sequence, Instant at, String message, Original original, Actor by)
            implements MessageChange {

        @Override
        public Actor actor() {
            return by;
        }
    }

    /// A message that was hidden is shown again, as it was.
    ///
    /// @param content what it says, for those who follow this log and forgot it
    /// @param mentions handles of those whom it names
    /// @param replyTo id of the message that it answers; null if it answers none
    /// @param by who decided it: the suite's moderation
    record MessageShown(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            String message,
            Original original,
            String content,
            List<String> mentions,
            @Nullable String replyTo,
            Actor by)
            implements MessageChange {

        public MessageShown {
            mentions = copy(mentions);
        }

        @Override
        public Actor actor() {
            return by;
        }
    }

    /// Somebody reacted to a message, or took that back.
    ///
    /// @param reacted whether the reaction is there now
    record MessageReacted(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            String message,
            Actor by,
            String emoji,
            boolean reacted)
            implements MessageChange {

        @Override
        public Actor actor() {
            return by;
        }
    }

    /// The room's document changed: cells and values that its clients share (RM-8).
    ///
    /// @param by who changed it
    /// @param changes what is new, as a TinyBase change set `[[tables], [values], 1]`, each cell and value with its
    ///     time; where it is older than what is there, what is there stays
    record DocumentChanged(TenantId tenant, String room, long sequence, Instant at, Actor by, String changes)
            implements Act {

        @Override
        public Actor actor() {
            return by;
        }
    }

    /// Something happened to the room's objects (RM-5).
    sealed interface ObjectEvent extends Act {

        Actor by();

        @Override
        default Actor actor() {
            return by();
        }
    }

    /// What an operation did to an object.
    ///
    /// @param json its value since then, as JSON; null if it was removed
    /// @param previous the version that it had before; 0 if it was not there
    record ObjectChange(String path, @Nullable String json, long previous) {}

    /// Operations came to count, all of them at once. Objects that they changed have this event's
    /// sequence number as their version.
    ///
    /// @param clientId the author's own id of the operations, by which a repetition is known; null if it
    ///     gave none
    /// @param changes what came out of them; empty if they left all as it was
    record OperationsApplied(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            Actor by,
            @Nullable String clientId,
            List<ObjectChange> changes)
            implements ObjectEvent {

        public OperationsApplied {
            changes = List.copyOf(changes);
        }
    }

    /// What objects must be like.
    ///
    /// @param pattern of the paths of those that are meant
    /// @param json a JSON Schema; null if they may be anything
    /// @param conflict name of what decides about operations that were made without knowing the newest
    record ObjectSchema(String pattern, @Nullable String json, String conflict) {}

    /// The room's owner said what objects must be like from now on.
    ///
    /// @param schema null if that was taken back
    record SchemaChanged(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            Actor by,
            String name,
            @Nullable ObjectSchema schema)
            implements ObjectEvent {}

    /// Somebody wrote on at a text that is not sent yet (RM-12).
    ///
    /// @param subject whose draft it is
    /// @param key by which this person tells it from other drafts
    /// @param content empty if there is no draft any more
    record DraftSaved(
            TenantId tenant, String room, long sequence, Instant at, String subject, String key, String content)
            implements Personal {}

    /// People read on (RM-14).
    ///
    /// @param readUpTo by their subjects, the highest sequence numbers that they have read
    record MarkersMoved(TenantId tenant, String room, long sequence, Instant at, Map<String, Long> readUpTo)
            implements Personal {

        public MarkersMoved {
            readUpTo = Map.copyOf(readUpTo);
        }
    }

    /// Why somebody reports a message.
    enum ReportReason {
        @JsonProperty("spam")
        SPAM,
        @JsonProperty("harassment")
        HARASSMENT,
        @JsonProperty("hate")
        HATE,
        @JsonProperty("violence")
        VIOLENCE,
        @JsonProperty("sexual")
        SEXUAL,
        @JsonProperty("illegal")
        ILLEGAL,
        @JsonProperty("other")
        OTHER
    }

    /// Somebody wants the room's moderators to look at a message (RM-14). Nobody else learns of it.
    ///
    /// @param message id of the message
    /// @param posted the message as it was then, with its present text
    /// @param by who reports it
    /// @param comment null if none was given
    record MessageReported(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            String message,
            MessagePosted posted,
            Actor by,
            ReportReason reason,
            @Nullable String comment)
            implements Personal {}

    /// The room, or who may do what in it, was changed (RM-6). Of two changes of one thing the later one counts.
    sealed interface AccessChange extends RoomEvent {

        /// Who changed it.
        Actor by();
    }

    /// A change of access of which everybody may know who may read the room.
    sealed interface AccessAct extends AccessChange, Act {

        @Override
        default Actor actor() {
            return by();
        }
    }

    /// The room is described like this from now on.
    ///
    /// @param everyone the role that everybody of the tenant who has credentials has while the room is public
    record RoomChanged(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            Actor by,
            String name,
            Visibility visibility,
            Role everyone)
            implements AccessAct {}

    /// The room was archived, and is only read from now on; or it was taken out of the archive.
    ///
    /// @param archived whether it is archived now
    record RoomArchived(TenantId tenant, String room, long sequence, Instant at, Actor by, boolean archived)
            implements AccessAct {}

    /// The room is gone, and never comes back: from now on it is as if it had never been. Of what still
    /// follows in its log nobody hears.
    record RoomDeleted(TenantId tenant, String room, long sequence, Instant at, Actor by) implements AccessAct {}

    /// Somebody is a member with this role from now on. What a member has is told as a whole each time: of its own, and
    /// by which teams.
    ///
    /// @param member who it is; also a team of the organisation, as `team:` and its id: it has the role for those
    ///     who are in it, of each of whom is told by an event of its own
    /// @param role the highest of those that it has of its own and by teams
    /// @param own the role that it was given itself; null: it is there by teams only
    /// @param teams the roles that it has by teams, by their ids
    record MemberSet(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            Actor by,
            Actor member,
            Role role,
            @Nullable Role own,
            Map<String, Role> teams)
            implements AccessAct {

        public MemberSet {
            teams = copy(teams);
            own = teams.isEmpty() ? role : own;
        }

        /// What it has is all its own.
        public MemberSet(TenantId tenant, String room, long sequence, Instant at, Actor by, Actor member, Role role) {
            this(tenant, room, sequence, at, by, member, role, role, Map.of());
        }
    }

    /// Somebody made use of a link, and is a member with its role from now on.
    ///
    /// @param by who joined
    /// @param link id of the link
    /// @param uses how often the link was used by now
    /// @param teams the lower roles that it has by teams, by their ids
    record MemberJoined(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            Actor by,
            Role role,
            String link,
            int uses,
            Map<String, Role> teams)
            implements AccessAct {

        public MemberJoined {
            teams = copy(teams);
        }

        /// Who is in no team of the room.
        public MemberJoined(
                TenantId tenant, String room, long sequence, Instant at, Actor by, Role role, String link, int uses) {
            this(tenant, room, sequence, at, by, role, link, uses, Map.of());
        }
    }

    /// Somebody is not a member any more. Who is removed by another one leaves the room, also who was no member; but
    /// not who only left a team, of which `system:teams` tells.
    ///
    /// @param subject also a team, as `team:` and its id
    record MemberRemoved(TenantId tenant, String room, long sequence, Instant at, Actor by, String subject)
            implements AccessAct {}

    /// Somebody may not enter the room, and is not a member any more.
    ///
    /// @param expiresAt when that ends; null if not by itself
    /// @param reason for the room's owners; null if none was given
    record MemberBanned(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            Actor by,
            String subject,
            @Nullable Instant expiresAt,
            @Nullable String reason)
            implements AccessAct {}

    /// A ban was taken back.
    record MemberUnbanned(TenantId tenant, String room, long sequence, Instant at, Actor by, String subject)
            implements AccessAct {}

    /// There is a link by which one becomes a member.
    ///
    /// @param link its id
    /// @param tokenHash SHA-256 of its secret, in hexadecimal digits; the secret itself is nowhere
    /// @param expiresAt null if it does not expire
    /// @param maxUses how many may use it; null if that does not matter
    record LinkMade(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            Actor by,
            String link,
            String tokenHash,
            Role role,
            @Nullable Instant expiresAt,
            @Nullable Integer maxUses)
            implements AccessChange {}

    /// A link is of no use any more.
    record LinkRevoked(TenantId tenant, String room, long sequence, Instant at, Actor by, String link)
            implements AccessChange {}

    /// Records of earlier versions lack lists.
    private static List<String> copy(@Nullable List<String> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /// Records of earlier versions lack maps.
    private static Map<String, Role> copy(@Nullable Map<String, Role> map) {
        return map == null ? Map.of() : Map.copyOf(map);
    }
}
