package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A room's messages: decides what becomes of them, for whoever may do that, and follows the log. Its numbers are the
/// room's.
final class Messages {

    private static final Decision.Refused NO_SUCH_ANSWERED =
            new Decision.Refused(ProblemType.INVALID_REQUEST, "'replyTo' names no message of this room.");

    private final RoomKey key;
    private final Window window;
    private final Map<Sent, Long> onTheirWay = new HashMap<>();
    /// Messages as they will be when the log has confirmed what was decided about them, by their ids.
    private final Map<String, Message> predictions = new HashMap<>();
    /// Of these, those that were not in memory, as they are.
    private final Map<String, Message> recalled = new HashMap<>();

    Messages(RoomKey key, Window window) {
        this.key = key;
        this.window = window;
    }

    /// As [Window#learn].
    void learn(SentIds ids) {
        window.learn(ids);
    }

    /// @param sequence the last number that counts
    /// @param next the number of the event, if there will be one
    Decision post(Command.Post post, long sequence, long next, Instant now) {
        String clientId = post.clientId();
        return clientId == null ? answer(post, sequence, next, now) : post(post, clientId, sequence, next, now);
    }

    private Decision post(Command.Post post, String clientId, long sequence, long next, Instant now) {
        Sent sent = new Sent(post.author().subject(), clientId);
        Message first = window.sentAs(sent);
        if (first != null) {
            return new Decision.Repeated(first);
        }
        Long onItsWay = onTheirWay.get(sent);
        if (onItsWay != null) {
            return new Decision.OnItsWay(onItsWay);
        }
        if (!isNew(sent, post.novelty(), now)) {
            return new Decision.AskStore(key, sent.subject(), clientId, sequence);
        }
        Decision decision = answer(post, sequence, next, now);
        if (decision instanceof Decision.Append append) {
            onTheirWay.put(sent, append.event().sequence());
        }
        return decision;
    }

    /// A message can only answer one that is there.
    private Decision answer(Command.Post post, long sequence, long next, Instant now) {
        String replyTo = post.replyTo();
        if (replyTo == null || present(replyTo, post.recollection()).isPresent()) {
            return append(post, next, now);
        }
        return unknown(replyTo, post.author(), post.recollection(), sequence, NO_SUCH_ANSWERED);
    }

    private Decision append(Command.Post post, long next, Instant now) {
        return new Decision.Append(new MessagePosted(
                key.tenant(),
                key.room(),
                next,
                now,
                post.message(),
                post.author(),
                post.content(),
                post.clientId(),
                post.attachment(),
                post.replyTo(),
                post.mentions(),
                post.draft()));
    }

    /// @param moderates whether the author may change what others wrote
    /// @param sequence the last number that counts
    /// @param next the number of the event, if there will be one
    Decision change(Command.Change change, boolean moderates, long sequence, long next, Instant now) {
        Message present = present(change.message(), change.recollection()).orElse(null);
        if (present == null) {
            return unknown(
                    change.message(), change.author(), change.recollection(), sequence, Decision.Refused.NOT_FOUND);
        }
        Decision decision = Amendment.of(present, change, moderates, next, now);
        if (decision instanceof Decision.Append(MessageChange event)) {
            predictions.put(present.id(), present.apply(event));
            if (window.find(present.id()) == null) {
                recalled.putIfAbsent(present.id(), present);
            }
        }
        boolean settled = present.version() <= sequence;
        return decision instanceof Decision.Repeated && !settled ? new Decision.OnItsWay(present.version()) : decision;
    }

    /// A message as it will be when all that was decided has come to count; empty if memory does not have it.
    private Optional<Message> present(String id, Recollection recollection) {
        Message present = predictions.get(id);
        if (present == null) {
            present = window.find(id);
        }
        if (present == null && isCertain(recollection)) {
            present = recollection.message();
        }
        return Optional.ofNullable(present);
    }

    /// What is not in memory is in the store or nowhere.
    private Decision unknown(
            String message, Actor author, Recollection recollection, long sequence, Decision.Refused absent) {
        return isCertain(recollection)
                ? absent
                : new Decision.Recall(key, author.subject(), message, sequence, window.unstored(message));
    }

    /// Whether no message left memory since the store was asked, nor anything that happened to one.
    private boolean isCertain(Recollection recollection) {
        return window.floor() == 0
                || (window.floor() <= recollection.upTo() && window.changesFloor() <= recollection.upTo());
    }

    /// Whether no message that is not in memory was sent as this; those in memory are known by then.
    private boolean isNew(Sent sent, Novelty novelty, Instant now) {
        return window.floor() <= novelty.upTo() || (!novelty.ever() && window.isNew(sent, now));
    }

    void apply(MessagePosted message) {
        window.add(Message.of(message));
        Sent.of(message).ifPresent(onTheirWay::remove);
    }

    void apply(MessageChange change) {
        window.change(change, recalled.remove(change.message()));
        predictions.computeIfPresent(
                change.message(), (_, predicted) -> predicted.version() <= change.sequence() ? null : predicted);
    }

    /// Everything up to this sequence number is stored.
    void stored(long upTo) {
        window.stored(upTo);
    }

    /// What was decided and not applied will never be.
    void forgetPredictions() {
        onTheirWay.clear();
        predictions.clear();
        recalled.clear();
    }

    /// @param answered as [Excerpt#of]
    Excerpt excerpt(Span span, @Nullable String answered) {
        return Excerpt.of(window, span, answered);
    }

    Glimpse glimpse(String message) {
        Message present = window.find(message);
        if (present != null && window.isNewest(message)) {
            return new Glimpse.Known(present);
        }
        Unstored unstored = window.unstored(message);
        if (present != null) {
            return new Glimpse.Older(present, unstored.with(present), window.floor());
        }
        return window.floor() == 0 ? new Glimpse.Absent() : new Glimpse.Stored(unstored, window.floor());
    }

    /// As [Room#countsAreStored].
    boolean countsAreStored() {
        return window.revisionsAreStored();
    }

    /// As [Room#answered].
    Optional<Answered> answered(MessagePosted answer) {
        return Optional.ofNullable(window.answered(answer));
    }

    /// A message that was read from the store lately, as it is now.
    Message newest(Message stored) {
        Message present = window.find(stored.id());
        return present == null || present.version() <= stored.version()
                ? window.unstored(stored.id()).over(stored)
                : present;
    }

    List<Message> changedAfter(long version) {
        return window.changedAfter(version);
    }

    /// As [Room#remembers].
    boolean remembers(long posted, long changed) {
        return posted >= window.floor() && changed >= window.changesFloor();
    }

    long sizeBytes() {
        return window.sizeBytes();
    }
}
