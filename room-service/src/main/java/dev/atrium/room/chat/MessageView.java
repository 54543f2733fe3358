package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A message as clients see it.
///
/// @param sequence its number within the room; rises, not always by one
/// @param version sequence number of the last thing that happened to it; its own if nothing did
/// @param content empty once it is deleted, and while it is hidden
/// @param attachment absent for an ordinary message
/// @param clientId the sender's own id of the message; absent if it gave none
/// @param replyTo id of the message that it answers; absent if it answers none
/// @param mentions handles of those whom it names; absent if it names nobody
/// @param editedAt absent if it was never edited
/// @param deleted absent if it was not
/// @param hidden absent unless the moderation took it out of sight
/// @param reactions absent if there are none
/// @param replies what is left of the answers to it; absent if there never were any, and in frames also
///     where it is older than what the node has in memory
public record MessageView(
        String id,
        String roomId,
        long sequence,
        long version,
        Actor sender,
        String content,
        RoomEvent.@Nullable Attachment attachment,
        @Nullable String clientId,
        @Nullable String replyTo,
        @Nullable List<String> mentions,
        Instant createdAt,
        @Nullable Instant editedAt,
        @Nullable Boolean deleted,
        @Nullable Boolean hidden,
        @Nullable List<ReactionView> reactions,
        @Nullable Replies replies) {

    /// Reactions with one emoji.
    ///
    /// @param count how many there are
    /// @param subjects those who reacted first, at most 50
    public record ReactionView(String emoji, int count, List<String> subjects) {

        private static final int SUBJECTS_MAX = 50;

        /// By emoji, in the order in which these came.
        static List<ReactionView> of(List<Reaction> reactions) {
            Map<String, List<String>> subjects = reactions.stream()
                    .collect(Collectors.groupingBy(
                            Reaction::emoji,
                            LinkedHashMap::new,
                            Collectors.mapping(Reaction::subject, Collectors.toList())));
            return subjects.entrySet().stream()
                    .map(entry -> of(entry.getKey(), entry.getValue()))
                    .toList();
        }

        private static ReactionView of(String emoji, List<String> subjects) {
            return new ReactionView(
                    emoji,
                    subjects.size(),
                    subjects.stream().limit(SUBJECTS_MAX).toList());
        }
    }

    public static MessageView of(MessagePosted message) {
        return of(Message.of(message));
    }

    /// As everybody sees it who may read the room: of what is hidden nothing but that it is there.
    public static MessageView of(Message message) {
        return message.hidden() ? full(message).masked() : full(message);
    }

    /// With what it says, also if it is hidden: for its sender and the room's owners.
    public static MessageView full(Message message) {
        MessagePosted posted = message.posted();
        return new MessageView(
                posted.message(),
                posted.room(),
                posted.sequence(),
                message.version(),
                posted.sender(),
                posted.content(),
                posted.attachment(),
                posted.clientId(),
                posted.replyTo(),
                posted.mentions().isEmpty() ? null : posted.mentions(),
                posted.at(),
                message.editedAt(),
                message.deleted() ? true : null,
                message.hidden() ? true : null,
                // Every message passes here when it is sent, most without reactions.
                message.reactions().isEmpty() ? null : ReactionView.of(message.reactions()),
                message.replies());
    }

    private MessageView masked() {
        return new MessageView(
                id, roomId, sequence, version, sender, "", null, clientId, replyTo, null, createdAt, editedAt, deleted,
                hidden, null, replies);
    }
}
