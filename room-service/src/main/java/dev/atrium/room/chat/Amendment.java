package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.MessageDeleted;
import dev.atrium.platform.roomlog.RoomEvent.MessageEdited;
import dev.atrium.platform.roomlog.RoomEvent.MessageHidden;
import dev.atrium.platform.roomlog.RoomEvent.MessageReacted;
import dev.atrium.platform.roomlog.RoomEvent.MessageReported;
import dev.atrium.platform.roomlog.RoomEvent.MessageShown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What may happen to a message (RM-14), whoever the room lets in.
final class Amendment {

    /// Most different emojis on a message.
    static final int EMOJIS_MAX = 20;

    /// Most reactions to a message.
    static final int REACTIONS_MAX = 1_000;

    /// By how many of its newest edits a repeated one is known.
    static final int EDITS_KEPT = 8;

    private static final Decision.Refused DELETED = new Decision.Refused(ProblemType.CONFLICT, "It was deleted.");
    private static final Decision.Refused HIDDEN =
            new Decision.Refused(ProblemType.CONFLICT, "The moderation has hidden it.");
    private static final Decision.Refused NOT_YOURS =
            new Decision.Refused(ProblemType.FORBIDDEN, "Only its sender may do this to a message.");

    private Amendment() {}

    /// @param moderator whether the author may delete everybody's messages
    /// @param sequence for the event
    /// @return an event, or that nothing is left to do, or a refusal
    static Decision of(Message present, Command.Change change, boolean moderator, long sequence, Instant at) {
        return switch (change) {
            case Command.Edit edit -> edit(present, edit, sequence, at);
            case Command.Delete delete ->
                moderator || isBy(present, delete.author())
                        ? delete(present, delete.author(), sequence, at)
                        : NOT_YOURS;
            case Command.React react -> react(present, react, sequence, at);
            case Command.SetHidden wish -> setHidden(present, wish, sequence, at);
            case Command.Report report -> report(present, report, sequence, at);
        };
    }

    private static Decision edit(Message present, Command.Edit edit, long sequence, Instant at) {
        if (!isBy(present, edit.author())) {
            return NOT_YOURS;
        }
        if (present.deleted()) {
            return DELETED;
        }
        if (present.hidden()) {
            // What moderators decide about must be what was held.
            return HIDDEN;
        }
        boolean same = present.posted().content().equals(edit.content())
                && present.posted().mentions().equals(edit.mentions());
        if (same || (edit.clientId() != null && present.edits().contains(edit.clientId()))) {
            return new Decision.Repeated(present);
        }
        return new Decision.Append(new MessageEdited(
                present.posted().tenant(),
                present.posted().room(),
                sequence,
                at,
                present.id(),
                present.original(),
                edit.content(),
                edit.mentions(),
                newest(present.edits(), edit.clientId())));
    }

    private static Decision delete(Message present, Actor author, long sequence, Instant at) {
        if (present.deleted()) {
            return new Decision.Repeated(present);
        }
        return new Decision.Append(new MessageDeleted(
                present.posted().tenant(),
                present.posted().room(),
                sequence,
                at,
                present.id(),
                present.original(),
                author));
    }

    private static Decision react(Message present, Command.React react, long sequence, Instant at) {
        if (present.deleted()) {
            return DELETED;
        }
        if (present.hidden()) {
            return HIDDEN;
        }
        if (react.reacted()
                == present.reactions()
                        .contains(new Reaction(react.emoji(), react.author().subject()))) {
            return new Decision.Repeated(present);
        }
        if (react.reacted() && isFull(present, react.emoji())) {
            return new Decision.Refused(
                    ProblemType.CONFLICT,
                    "A message takes " + REACTIONS_MAX + " reactions with " + EMOJIS_MAX + " different emojis.");
        }
        return new Decision.Append(new MessageReacted(
                present.posted().tenant(),
                present.posted().room(),
                sequence,
                at,
                present.id(),
                react.author(),
                react.emoji(),
                react.reacted()));
    }

    private static Decision setHidden(Message present, Command.SetHidden wish, long sequence, Instant at) {
        if (present.deleted() || present.hidden() == wish.hidden()) {
            return new Decision.Repeated(present);
        }
        return new Decision.Append(
                wish.hidden()
                        ? new MessageHidden(
                                present.posted().tenant(),
                                present.posted().room(),
                                sequence,
                                at,
                                present.id(),
                                present.original(),
                                wish.author())
                        : new MessageShown(
                                present.posted().tenant(),
                                present.posted().room(),
                                sequence,
                                at,
                                present.id(),
                                present.original(),
                                present.posted().content(),
                                present.posted().mentions(),
                                present.posted().replyTo(),
                                wish.author()));
    }

    private static Decision report(Message present, Command.Report report, long sequence, Instant at) {
        if (present.deleted() || present.hidden()) {
            // Nobody sees it any more, or the moderators have it before them.
            return new Decision.Repeated(present);
        }
        return new Decision.Append(new MessageReported(
                present.posted().tenant(),
                present.posted().room(),
                sequence,
                at,
                present.id(),
                present.posted(),
                report.author(),
                report.reason(),
                report.comment()));
    }

    private static boolean isFull(Message present, String emoji) {
        Set<String> emojis = present.reactions().stream().map(Reaction::emoji).collect(Collectors.toSet());
        return present.reactions().size() >= REACTIONS_MAX || (!emojis.contains(emoji) && emojis.size() >= EMOJIS_MAX);
    }

    private static boolean isBy(Message message, Actor author) {
        return message.posted().sender().subject().equals(author.subject());
    }

    private static List<String> newest(List<String> before, @Nullable String clientId) {
        if (clientId == null) {
            return before;
        }
        List<String> all = new ArrayList<>(before);
        all.add(clientId);
        return all.subList(Math.max(0, all.size() - EDITS_KEPT), all.size());
    }
}
