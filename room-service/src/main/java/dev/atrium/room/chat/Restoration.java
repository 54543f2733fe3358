package dev.atrium.room.chat;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.room.access.Stamp;
import dev.atrium.room.operation.Surroundings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the history of a room is brought back from a backup, event by event, each at the number that it had. A part of
/// its room.
final class Restoration {

    private static final Decision.Refused NOT_RESTORED =
            new Decision.Refused(ProblemType.CONFLICT, "The room is not being restored, or not from there.");

    private final RoomKey key;
    private final Messages messages;
    private final SharedDocument document;
    private final Operations operations;
    private final Permissions permissions;

    /// Where the room is.
    ///
    /// @param created how it began; null while there is no room
    /// @param sequence the last number that counts
    /// @param next the number of what happens next
    record Point(@Nullable RoomCreated created, long sequence, long next, Instant now) {}

    Restoration(
            RoomKey key, Messages messages, SharedDocument document, Operations operations, Permissions permissions) {
        this.key = key;
        this.messages = messages;
        this.document = document;
        this.operations = operations;
        this.permissions = permissions;
    }

    /// Whether it is: then nothing else happens in the room. Only rooms that were made for that are ever restored,
    /// whoever is a member.
    boolean isGoingOn(@Nullable RoomCreated created, Instant now) {
        return created != null
                && created.owner().subject().equals(Restorer.SUBJECT)
                && permissions.isBeingRestored(now);
    }

    /// Decides what becomes of an event of before. What cannot be told again leaves its place to an event of which
    /// nobody notices anything.
    Decision decide(Command.Restore restore, Surroundings surroundings, Point point) {
        if (restore.sequence() < point.next()) {
            return restore.sequence() <= point.sequence()
                    ? new Decision.Nothing()
                    : new Decision.OnItsWay(restore.sequence());
        }
        boolean begins = point.next() == 1 && restore.wish() instanceof Command.Create;
        if (restore.sequence() > point.next() || (!begins && !isGoingOn(point.created(), point.now()))) {
            return NOT_RESTORED;
        }
        Instant at = bounded(restore.at(), point);
        return switch (retold(restore, surroundings, point, at)) {
            case Decision.Append append -> append;
            case Decision.Recall recall ->
                new Decision.Recall(key, Restorer.SUBJECT, recall.message(), recall.upTo(), recall.unstored());
            case Decision.AskStore _,
                    Decision.AskApplied _,
                    Decision.OnItsWay _,
                    Decision.Repeated _,
                    Decision.Applied _,
                    Decision.Collected _,
                    Decision.Nothing _,
                    Decision.Refused _ ->
                new Decision.Append(new MarkersMoved(key.tenant(), key.room(), point.next(), at, Map.of()));
        };
    }

    /// A backup may say anything: nothing happens before there is the room, or later than now.
    private static Instant bounded(Instant at, Point point) {
        RoomCreated created = point.created();
        Instant earliest = created == null ? Instant.EPOCH : created.at();
        if (at.isBefore(earliest)) {
            return earliest;
        }
        return at.isAfter(point.now()) ? point.now() : at.truncatedTo(ChronoUnit.MILLIS);
    }

    private Decision retold(Command.Restore restore, Surroundings surroundings, Point point, Instant at) {
        long sequence = point.sequence();
        long next = point.next();
        return switch (restore.wish()) {
            case Command.Create create ->
                next == 1 ? new Decision.Append(create.event(key, at)) : new Decision.Nothing();
            case Command.Post post -> repost(post, point, at);
            case Command.Change change -> messages.change(change, true, sequence, next, at);
            case Command.ChangeDocument change -> document.decide(change.fitting(document.document()), next, at);
            case Command.Operate operate -> operations.decide(operate, surroundings, sequence, next, at);
            case Command.SetSchema set -> operations.decide(set, surroundings, next, at);
            case Command.ChangeAccess change ->
                permissions.change(change, new Stamp(key.tenant(), key.room(), next, at, change.author()));
            case Command.SaveDraft _, Command.MarkRead _, Command.Restore _ -> new Decision.Nothing();
            case null -> new Decision.Nothing();
        };
    }

    /// What was answered may not have come back: then it is told without that.
    private Decision repost(Command.Post post, Point point, Instant at) {
        Decision decision = messages.post(post, point.sequence(), point.next(), at);
        return decision instanceof Decision.Refused && post.replyTo() != null
                ? messages.post(post.withoutReplyTo(), point.sequence(), point.next(), at)
                : decision;
    }
}
