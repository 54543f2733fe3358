package dev.atrium.platform.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that one service tells the others, except what happens in rooms. One record per type; the
/// type's name in [EventType] carries its version.
public sealed interface Event {

    TenantId tenant();

    /// Events with the same key are read in the order in which they were written: those of a tenant, unless a type
    /// says otherwise.
    default String key() {
        return tenant().value();
    }

    /// Id of the thing that the event is about: the tenant, unless a type says otherwise.
    default String subject() {
        return tenant().value();
    }

    /// What happens to one file is read in order; files wait for no other file.
    sealed interface OfFile extends Event {

        FileInfo file();

        @Override
        default String key() {
            return file().id();
        }

        @Override
        default String subject() {
            return file().id();
        }
    }

    /// What a file is, as far as others need to know it.
    ///
    /// @param room the room that the file belongs to; null if it belongs to its owner alone
    /// @param publicRead whether everybody in the tenant may read it; has no meaning for a file of a room
    record FileInfo(
            String id,
            String name,
            String type,
            long sizeBytes,
            @Nullable String room,
            boolean publicRead,
            Actor owner,
            Instant createdAt) {}

    /// A user was created (GW-7). Starts the onboarding (JB-3).
    ///
    /// @param createdBy subject of who created the user, and may watch the onboarding
    /// @param principal subject as which the user signs in; null: it is not known whether it ever will
    record UserCreated(
            TenantId tenant,
            String userId,
            String email,
            String name,
            String createdBy,
            @Nullable String principal) implements Event {

        /// A user of whom no identity provider has told.
        public UserCreated(TenantId tenant, String userId, String email, String name, String createdBy) {
            this(tenant, userId, email, name, createdBy, null);
        }

        @Override
        public String subject() {
            return userId;
        }
    }

    /// A user has another e-mail address or name.
    ///
    /// @param principal subject as which the user signs in; null: it is not known whether it ever will
    record UserChanged(
            TenantId tenant,
            String userId,
            String email,
            String name,
            @Nullable String principal) implements Event {

        /// A user of whom no identity provider has told.
        public UserChanged(TenantId tenant, String userId, String email, String name) {
            this(tenant, userId, email, name, null);
        }

        @Override
        public String subject() {
            return userId;
        }
    }

    /// A user was deactivated.
    record UserDeactivated(TenantId tenant, String userId) implements Event {
        @Override
        public String subject() {
            return userId;
        }
    }

    /// An organisation was made, or has another name (GW-7). Its id is its tenant.
    ///
    /// @param slug its short name
    record OrganisationChanged(TenantId tenant, String name, String slug) implements Event {}

    /// An organisation was deleted: nobody enters its tenant any more.
    record OrganisationDeleted(TenantId tenant) implements Event {}

    /// Somebody joined an organisation, has another role in it, or is no member any more. Of a provider's
    /// organisation only the last is told, where its user is deleted or deactivated.
    ///
    /// @param member subject of the member
    /// @param role what it may now; null: it is no member any more
    record MembershipChanged(
            TenantId tenant,
            String member,
            String handle,
            @Nullable String role) implements Event {
        @Override
        public String subject() {
            return member;
        }
    }

    /// A team of an organisation was made, has another name, or was deleted (GW-7).
    ///
    /// @param team its id
    /// @param name null: it was deleted, and has no members any more
    record TeamChanged(
            TenantId tenant, String team, @Nullable String name) implements Event {
        @Override
        public String subject() {
            return team;
        }
    }

    /// Somebody joined a team, or is not in it any more, also because it left the organisation.
    ///
    /// @param team id of the team
    /// @param member subject of the member
    /// @param handle what the member is called; null: it is not in the team any more
    record TeamMemberChanged(
            TenantId tenant,
            String team,
            String member,
            @Nullable String handle) implements Event {
        @Override
        public String subject() {
            return team + "/" + member;
        }
    }

    /// The identity provider has verified an e-mail address of somebody. Told where somebody signs in with
    /// another address than the last time, or again after a month, or comes into an organisation, and where
    /// a provider tells of its users.
    ///
    /// @param member subject of whose address it is
    record EmailVerified(TenantId tenant, String member, String email) implements Event {
        @Override
        public String subject() {
            return member;
        }
    }

    /// A session of somebody was ended before its time: by its owner, the identity provider, or because it was not to
    /// go on (GW-3).
    ///
    /// @param tenant where its owner belongs; it may have worked in others as well
    /// @param owner subject of whose session it was
    /// @param session its id
    record SessionEnded(TenantId tenant, String owner, String session) implements Event {
        @Override
        public String subject() {
            return session;
        }
    }

    /// Somebody is invited into an organisation, by a mail that is to be sent now (GW-7).
    ///
    /// @param number 1, 2, … of the mails for this invitation: only the token of the last one works
    /// @param organisation its name
    /// @param role what the invited will be
    /// @param link by which it accepts; has the token, which is a secret
    /// @param expiresAt until when that works
    record InvitationSent(
            TenantId tenant,
            String invitationId,
            int number,
            String email,
            String organisation,
            Actor inviter,
            String role,
            String link,
            Instant expiresAt)
            implements Event {
        @Override
        public String subject() {
            return invitationId;
        }

        /// Does not show the token.
        @Override
        public String toString() {
            return "InvitationSent[" + invitationId + ", " + number + "]";
        }
    }

    /// An organisation has used much of a quota of its plan, or all of it (GW-16). Told once in a month for
    /// each part.
    ///
    /// @param plan its name
    /// @param meter what is metered
    /// @param percent the part that was reached: 80 or 100
    /// @param limit how much the plan has
    /// @param month the beginning of the month
    /// @param administrators subjects of those who are to be told
    record QuotaReached(
            TenantId tenant,
            String plan,
            String meter,
            int percent,
            long limit,
            Instant month,
            List<String> administrators)
            implements Event {

        public QuotaReached {
            administrators = List.copyOf(administrators);
        }
    }

    /// A file's bytes are stored and verified; nothing was derived from it yet.
    record FileUploaded(TenantId tenant, FileInfo file) implements OfFile {}

    /// A piece of the text of a file; pieces 0 to `parts - 1` come in order and before [FileReady].
    record FileText(TenantId tenant, FileInfo file, int part, int parts, String text) implements OfFile {}

    /// All that can be derived from a file was derived.
    record FileReady(TenantId tenant, FileInfo file, boolean thumbnail, boolean text) implements OfFile {}

    /// Nothing can be derived from a file, for the reason given; its bytes stay available.
    record FileFailed(TenantId tenant, FileInfo file, String reason) implements OfFile {}

    /// What was derived from a file is forgotten: it is to be processed once more, and is in no other way new.
    record FileReset(TenantId tenant, FileInfo file) implements OfFile {}

    /// A file is gone, with all that was derived from it.
    ///
    /// @param by who deleted it; null if an earlier version wrote the event
    record FileDeleted(
            TenantId tenant, FileInfo file, @Nullable Actor by) implements OfFile {}

    /// A workflow instance moved on (JB-2).
    ///
    /// @param sequence 1, 2, … within the instance
    /// @param step the step that ended; null if the instance itself changed its status
    /// @param owner subject on whose behalf it runs; null if an earlier version wrote the event
    record WorkflowChanged(
            TenantId tenant,
            String instanceId,
            String workflow,
            long sequence,
            String status,
            @Nullable String step,
            @Nullable String owner)
            implements Event {
        @Override
        public String key() {
            return instanceId;
        }

        @Override
        public String subject() {
            return instanceId;
        }
    }

    /// A job was given up (JB-1): nobody tries it again, unless somebody asks for that.
    ///
    /// @param jobId the same if it is replayed and given up once more
    /// @param owner subject on whose behalf it ran
    /// @param jobClass what kind of work it is
    /// @param type what it should have done
    /// @param attempts how often it was tried, in all
    /// @param reason for its owner; without internals
    record JobDead(
            TenantId tenant, String jobId, String owner, String jobClass, String type, int attempts, String reason)
            implements Event {
        @Override
        public String key() {
            return jobId;
        }

        @Override
        public String subject() {
            return jobId;
        }
    }

    /// How far a job or a workflow instance is (JB-1): a hint for its owner, and for those who are in its room.
    ///
    /// @param owner subject on whose behalf it runs
    /// @param kind `job` or `workflow`
    /// @param name its type
    /// @param done of `total`
    /// @param note what is being done; null: nothing is said
    /// @param room the room for which it is, if the people there are to see it; null: it is for its owner alone
    record Progressed(
            TenantId tenant,
            String owner,
            String kind,
            String id,
            String name,
            long done,
            long total,
            @Nullable String note,
            @Nullable String room)
            implements Event {

        @Override
        public String key() {
            return id;
        }

        @Override
        public String subject() {
            return id;
        }
    }

    /// What somebody's inbox looks like now (JB-7): a hint for those who look at it. The truth is in
    /// the inbox.
    ///
    /// @param recipient subject of whose inbox it is
    /// @param revision 1, 2, … within the inbox: of two of these events the one with the higher
    ///     revision counts
    /// @param unseen items that the recipient has not seen
    /// @param unread items that the recipient has not read
    /// @param arrival what is new; null if only the state of items has changed
    record InboxChanged(
            TenantId tenant,
            String recipient,
            long revision,
            int unseen,
            int unread,
            @Nullable Arrival arrival) implements Event {

        /// A notification that was added.
        ///
        /// @param item id of the item of the inbox that it belongs to
        /// @param link where it leads; null: nowhere
        /// @param quiet whether the recipient does not want to be disturbed now
        public record Arrival(
                String item,
                String category,
                String title,
                @Nullable String link,
                boolean quiet) {}

        @Override
        public String key() {
            return recipient;
        }

        @Override
        public String subject() {
            return recipient;
        }
    }

    /// What is new in a room, for those who are elsewhere (RM-14): a hint. The truth is in the room. A node
    /// that takes a room over may tell again what was told just before.
    ///
    /// @param room its id
    /// @param sequence of the last of it
    /// @param messages how many were posted by whom, by subjects
    /// @param mentioned handles of those whom messages of others name
    /// @param readUpTo up to where people have read now, by subjects
    /// @param joined subjects of those who are members now, as of `sequence`
    /// @param left subjects of those who are no members any more, or were none
    record RoomTidings(
            TenantId tenant,
            String room,
            long sequence,
            Map<String, Integer> messages,
            List<String> mentioned,
            Map<String, Long> readUpTo,
            List<String> joined,
            List<String> left)
            implements Event {

        public RoomTidings {
            messages = Map.copyOf(messages);
            mentioned = List.copyOf(mentioned);
            readUpTo = Map.copyOf(readUpTo);
            joined = List.copyOf(joined);
            left = List.copyOf(left);
        }

        @Override
        public String key() {
            return room;
        }

        @Override
        public String subject() {
            return room;
        }
    }

    /// A source outside has told something, and it is proven that it was this source (GW-9). The same
    /// message has the same event id, however often it was delivered.
    ///
    /// @param source id under which the source was registered
    /// @param scheme how the source signs: `standard`, `github`, `stripe`, `slack` or `keycloak`
    /// @param messageId what the source calls the message, or a hash where it gives it no name that it
    ///     signs
    /// @param kind what a header says of the message's kind, which is not signed; null if there is none
    /// @param bodyBase64 the body, byte for byte
    /// @param sourceType what the source tells of: `auth`, `payment` or `generic`; null in older events
    /// @param errand what is to be done about it, which is nothing for other types than `generic`; null where
    ///     it is told once more, and in older events
    /// @param replay which time it is told once more, so that the gateway applies it again; null: it has just
    ///     come
    record WebhookReceived(
            TenantId tenant,
            String source,
            String scheme,
            String messageId,
            @Nullable String kind,
            @Nullable String contentType,
            String bodyBase64,
            @Nullable String sourceType,
            @Nullable Errand errand,
            @Nullable Replay replay)
            implements Event {

        /// What is to be done about a message, as its source said when it came.
        ///
        /// @param name of the source
        /// @param maker subject of who registered the source
        /// @param by who has said what is to be done, and on whose behalf it is; null: nothing is to be
        ///     done, or nobody who has credentials any more
        /// @param message a message into a room; null: none
        /// @param workflow an event for a workflow; null: none
        public record Errand(
                String name,
                String maker,
                @Nullable Actor by,
                @Nullable RoomMessage message,
                @Nullable WorkflowEvent workflow) {

            /// Whether anything is to be done.
            @JsonIgnore
            public boolean isAny() {
                return message != null || workflow != null;
            }
        }

        /// @param room id of the room
        /// @param text a template of what is said in it
        public record RoomMessage(String room, String text) {}

        /// @param id of the instance, which is told the message's body
        /// @param event its name
        public record WorkflowEvent(String id, String event) {}

        /// Somebody wants a delivery applied once more.
        ///
        /// @param delivery its id: that of the event by which it came
        /// @param number which time, from 1
        /// @param receivedAt when it came
        public record Replay(String delivery, int number, Instant receivedAt) {}

        @Override
        public String key() {
            return source + ":" + messageId;
        }

        @Override
        public String subject() {
            return source;
        }
    }

    /// What the gateway has made of a message from outside, which is for itself to apply: one of a source of
    /// the type `auth` or `payment`. Comes behind the message.
    ///
    /// @param source id under which the source was registered
    /// @param messageId what the source calls the message
    /// @param delivery id of the event by which it came
    /// @param replay which time it was applied, from 0
    /// @param failed whether it had no effect that it should have had
    /// @param note why it had none, or what else is worth knowing, for those who see the source; null: it
    ///     was applied
    record WebhookHandled(
            TenantId tenant,
            String source,
            String messageId,
            String delivery,
            int replay,
            boolean failed,
            @Nullable String note)
            implements Event {

        @Override
        public String key() {
            return source + ":" + messageId;
        }

        @Override
        public String subject() {
            return source;
        }
    }

    /// How much of what a tenant has used (GW-16), as counted at one place since its last report. What is
    /// told once more has the same event id.
    record UsageReported(TenantId tenant, List<Amount> amounts) implements Event {

        /// @param meter label of the meter
        /// @param subject who used it; empty: anybody of the tenant, which is all that is known of
        ///     organisations
        /// @param hour the beginning of the hour in which it was used
        /// @param amount what is added; negative where something became less
        public record Amount(String meter, String subject, Instant hour, long amount) {}

        public UsageReported {
            amounts = List.copyOf(amounts);
        }
    }

    /// Somebody did in another service what belongs into the tenant's audit trail, which the gateway keeps (GW-12).
    ///
    /// @param actor who did it
    /// @param action what was done: the label of an [AuditAction], of this version or another
    /// @param target id of what it was done to
    /// @param detail what else shall be known; no secrets
    record Audited(TenantId tenant, Actor actor, String action, String target, Map<String, String> detail)
            implements Event {
        public Audited {
            detail = Map.copyOf(detail);
        }

        @Override
        public String subject() {
            return target;
        }
    }

    /// How far the tenant's audit trail goes: for those who keep it where the trail's database cannot
    /// be written (GW-12).
    ///
    /// @param anchor signed by the gateway: JWS in compact form, as an `AnchorSigner` of the platform
    ///     writes it
    record AuditAnchored(TenantId tenant, String anchor) implements Event {}
}
