package dev.atrium.room.fanout;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.chat.Answered;
import dev.atrium.room.chat.Marker;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.operation.ObjectView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server says on a socket (`docs/asyncapi.yaml`). A WebSocket message carries one frame or an array of them.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerFrame.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = ServerFrame.Snapshot.class, name = "snapshot"),
    @JsonSubTypes.Type(value = ServerFrame.Message.class, name = "message"),
    @JsonSubTypes.Type(value = ServerFrame.MessageChanged.class, name = "message-changed"),
    @JsonSubTypes.Type(value = ServerFrame.Operations.class, name = "op"),
    @JsonSubTypes.Type(value = ServerFrame.RoomChanged.class, name = "room-changed"),
    @JsonSubTypes.Type(value = ServerFrame.AccessChanged.class, name = "access"),
    @JsonSubTypes.Type(value = ServerFrame.Rights.class, name = "rights"),
    @JsonSubTypes.Type(value = ServerFrame.Ack.class, name = "ack"),
    @JsonSubTypes.Type(value = ServerFrame.Draft.class, name = "draft"),
    @JsonSubTypes.Type(value = ServerFrame.Markers.class, name = "markers"),
    @JsonSubTypes.Type(value = ServerFrame.Refusal.class, name = "error"),
    @JsonSubTypes.Type(value = ServerFrame.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ServerFrame.RenewalDue.class, name = "renewal-due"),
    @JsonSubTypes.Type(value = ServerFrame.Renewed.class, name = "renewed"),
    @JsonSubTypes.Type(value = ServerFrame.Goodbye.class, name = "goodbye")
})
public sealed interface ServerFrame {

    /// The first frame.
    ///
    /// @param lastSequence of the room when the socket joined
    /// @param marker up to which the client's person has read; 0 if that is nowhere, or is not known here
    /// @param complete whether everything after the sequence number that the client gave follows; otherwise a
    ///     [Snapshot] does
    /// @param objects how many objects the room has, which a new client reads by HTTP
    record Hello(
            String protocol,
            RoomView room,
            You you,
            long lastSequence,
            long marker,
            boolean complete,
            int objects,
            Limits limits)
            implements ServerFrame {

        /// The protocol's name and version.
        public static final String PROTOCOL = "atrium.v1";
    }

    /// What the room is like, for a client that has missed more than can be told: it stands in place of all that the
    /// client had.
    ///
    /// @param sequence everything up to this sequence number is in it: the client resumes behind it
    /// @param messages the newest, ascending
    /// @param before older messages are below this sequence number, to be read by HTTP; null if there are none
    /// @param objects all of them, by their paths; null if they are too large together, and must be read by HTTP
    /// @param members how many there are
    record Snapshot(
            long sequence,
            List<MessageView> messages,
            @Nullable Long before,
            @Nullable List<ObjectView> objects,
            int members)
            implements ServerFrame {

        public Snapshot {
            messages = List.copyOf(messages);
            objects = objects == null ? null : List.copyOf(objects);
        }
    }

    /// Who the client is, and what it may do.
    ///
    /// @param role within what the credential allows
    /// @param expiresAt when the credential ends, and the socket with it, in milliseconds since the epoch; null: it
    ///     does not
    /// @param relayed whether it watches a full room through another node; null if it has a seat
    record You(
            String subject,
            String handle,
            boolean canSend,
            Role role,
            @Nullable Long expiresAt,
            @Nullable Boolean relayed) {

        public static You of(Caller caller, Role role) {
            return new You(caller.subject(), caller.handle(), role.isAtLeast(Role.COMMENTER), role, end(caller), null);
        }

        public static You watching(Caller caller) {
            return new You(caller.subject(), caller.handle(), false, Role.VIEWER, end(caller), true);
        }

        private static @Nullable Long end(Caller caller) {
            Instant end = caller.expiresAt();
            return end == null ? null : end.toEpochMilli();
        }
    }

    /// What the client must keep to.
    record Limits(int contentCharacters, int messageBytes, int framesPerMessage, int framesPerSecond) {}

    /// A message counts.
    ///
    /// @param answered what it answers, with what is left of the answers to that; null if it answers
    ///     nothing, or something older than what the node has in memory
    record Message(MessageView message, @Nullable Answered answered) implements ServerFrame {

        /// @param room as it is now
        public static Message of(dev.atrium.room.chat.Message message, Room room) {
            return new Message(
                    MessageView.of(message), room.answered(message.posted()).orElse(null));
        }
    }

    /// Something happened to a message: it is like this now.
    ///
    /// @param sequence of what happened
    /// @param answered as in [Message]
    record MessageChanged(
            long sequence, MessageView message, @Nullable Answered answered) implements ServerFrame {

        /// @param room as it is now
        public static MessageChanged of(dev.atrium.room.chat.Message message, Room room) {
            return of(message, room.answered(message.posted()).orElse(null));
        }

        static MessageChanged of(dev.atrium.room.chat.Message message, @Nullable Answered answered) {
            return new MessageChanged(message.version(), MessageView.of(message), answered);
        }
    }

    /// The room is described like this now.
    ///
    /// @param sequence of the change
    record RoomChanged(long sequence, Actor by, RoomView room) implements ServerFrame {}

    /// A membership or a ban is like this now.
    ///
    /// @param sequence of the change
    /// @param change `member-set`, `member-removed`, `banned` or `unbanned`
    /// @param by who changed it
    /// @param subject of whom
    /// @param handle absent if that is no member now
    /// @param role absent if that is no member now
    record AccessChanged(
            long sequence,
            String change,
            Actor by,
            String subject,
            @Nullable String handle,
            @Nullable Role role) implements ServerFrame {}

    /// The client may do something else now.
    record Rights(You you) implements ServerFrame {}

    /// Objects are like this now.
    ///
    /// @param sequence of what happened to them
    record Operations(long sequence, List<ObjectView> objects) implements ServerFrame {

        public Operations {
            objects = List.copyOf(objects);
        }

        public static Operations of(RoomEvent.OperationsApplied applied) {
            return new Operations(applied.sequence(), ObjectView.of(applied));
        }
    }

    /// What the client wanted counts: its own message, what it did to a message, or operations, at this
    /// sequence number.
    ///
    /// @param id of the message; null if there is none
    record Ack(String clientId, @Nullable String id, long sequence) implements ServerFrame {}

    /// A draft of the client's person is like this now, by another of the person's sockets or by HTTP.
    ///
    /// @param content empty if there is none any more
    record Draft(String key, String content, long sequence) implements ServerFrame {}

    /// Who has read up to where. In a room of many people each hears only of itself.
    record Markers(List<Marker> markers) implements ServerFrame {

        public Markers {
            markers = List.copyOf(markers);
        }
    }

    /// A frame of the client was refused.
    ///
    /// @param clientId of the refused frame, if it had one
    /// @param retryAfterMs when to send it again, at the earliest; null if that is of no use
    record Refusal(
            @Nullable String clientId,
            Problem problem,
            @Nullable Integer retryAfterMs) implements ServerFrame {

        private static final int TOO_MANY_RETRY_MS = 1_000;
        private static final int UNAVAILABLE_RETRY_MS = 2_000;

        /// As the problem's status says when to send it again.
        public Refusal(@Nullable String clientId, Problem problem) {
            this(clientId, problem, retryAfterMs(problem));
        }

        private static @Nullable Integer retryAfterMs(Problem problem) {
            if (problem.status() == ProblemType.QUOTA_EXCEEDED.status()) {
                return TOO_MANY_RETRY_MS;
            }
            return problem.status() == ProblemType.UNAVAILABLE.status() ? UNAVAILABLE_RETRY_MS : null;
        }
    }

    /// The answer to a ping.
    ///
    /// @param time as the ping had it; null if it had none
    /// @param serverTime in milliseconds since the epoch
    record Pong(@Nullable Number time, long serverTime) implements ServerFrame {}

    /// The client should get another credential, and renew the socket.
    ///
    /// @param expiresAt when the present one ends, and the socket with it, in milliseconds since the epoch
    record RenewalDue(long expiresAt) implements ServerFrame {}

    /// The socket goes on with another credential.
    ///
    /// @param clientId of the client's frame
    record Renewed(String clientId, You you) implements ServerFrame {}

    /// The last frame before the server closes the socket.
    ///
    /// @param retryAfterMs when to come back, at the earliest; null if that is of no use
    record Goodbye(String reason, @Nullable Integer retryAfterMs) implements ServerFrame {}
}
