package dev.atrium.room.chat;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.MessageReader;
import dev.atrium.room.tinybase.MessageWriter;
import dev.atrium.room.tinybase.StoredLeaf;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One room (RM-1): decides about commands and follows the log. Deterministic, without I/O, threads or clocks; not
/// thread-safe, because a room has one mailbox.
///
/// Its state is what the log says, [#apply]. What it decided but the log has not confirmed yet is only counted, so that
/// the next event gets the right sequence number; when the log loses such events, [#forgetPredictions].
public final class Room {

    /// How many messages stay in memory at least, once a room has that many.
    public static final int WINDOW = 1_000;

    private final RoomKey key;
    private final Window window;
    private final Map<Sent, Long> onTheirWay = new HashMap<>();
    private final Document document = new Document();
    private @Nullable RoomCreated created;
    private long sequence;
    private int predicted;

    private Room(RoomKey key, Window window) {
        this.key = key;
        this.window = window;
    }

    /// A room in which nothing has happened yet, not even its creation.
    public static Room absent(RoomKey key) {
        return new Room(key, new Window(WINDOW, 0, 0, SentIds.NONE));
    }

    /// A room as it was stored.
    public static Room of(RoomSnapshot snapshot) {
        Window window = new Window(WINDOW, snapshot.floor(), snapshot.sequence(), snapshot.older());
        Room room = new Room(RoomKey.of(snapshot.created()), window);
        snapshot.newest().forEach(window::add);
        room.created = snapshot.created();
        room.sequence = snapshot.sequence();
        room.document.merge(StoredLeaf.changes(snapshot.document()));
        return room;
    }

    /// Decides about a command. [Decision.Append] counts as done for the decisions that follow.
    public Decision handle(Command command, Instant now) {
        // PostgreSQL keeps microseconds: a message must not change its time when it leaves memory.
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return switch (command) {
            case Command.Create create -> create(create, at);
            case Command.Post post -> post(post, at);
            case Command.ChangeDocument change -> change(change, at);
        };
    }

    /// Takes over what the log says has happened.
    ///
    /// @throws IllegalStateException if the event is not the next one: the log or the store is broken
    public void apply(RoomEvent event) {
        if (event.sequence() != sequence + 1) {
            throw new IllegalStateException(
                    "room " + key.room() + ": event " + event.sequence() + " follows " + sequence);
        }
        sequence++;
        predicted = Math.max(0, predicted - 1);
        switch (event) {
            case RoomCreated creation -> created = creation;
            case MessagePosted message -> {
                window.add(message);
                Sent.of(message).ifPresent(onTheirWay::remove);
            }
            case DocumentChanged changed -> document.merge(changes(changed));
        }
    }

    /// Everything up to this sequence number is stored: it may leave memory.
    public void stored(long upTo) {
        window.stored(upTo);
    }

    /// What was decided and not applied will never be.
    public void forgetPredictions() {
        predicted = 0;
        onTheirWay.clear();
    }

    /// The last sequence number that counts.
    public long sequence() {
        return sequence;
    }

    /// Whether the room was created, as far as the log says.
    public boolean exists() {
        return created != null;
    }

    /// Whether this subject of the room's tenant may read the room.
    public boolean readableBy(String subject) {
        return created != null
                && (created.visibility() == Visibility.PUBLIC
                        || created.owner().subject().equals(subject));
    }

    /// @throws IllegalStateException if the room does not exist
    public RoomView view() {
        if (created == null) {
            throw new IllegalStateException("room " + key.room() + " does not exist");
        }
        return RoomView.of(created, sequence);
    }

    /// What its clients share. Only to be read, and only until something else happens in the room.
    public Document document() {
        return document;
    }

    /// What memory knows of some messages.
    public Excerpt excerpt(Span span) {
        return Excerpt.of(window, span);
    }

    /// Whether all messages above a sequence number are in memory.
    public boolean remembersAfter(long after) {
        return after >= window.floor();
    }

    /// Roughly what the room occupies in memory.
    public long sizeBytes() {
        return window.sizeBytes() + document.sizeBytes();
    }

    private Decision create(Command.Create create, Instant now) {
        if (sequence + predicted > 0) {
            return new Decision.Refused(ProblemType.CONFLICT, "A room with this id exists.");
        }
        predicted++;
        return new Decision.Append(new RoomCreated(
                key.tenant(), key.room(), 1, now, create.name(), create.kind(), create.visibility(), create.author()));
    }

    private Decision post(Command.Post post, Instant now) {
        if (!readableBy(post.author().subject())) {
            return Decision.Refused.NOT_FOUND;
        }
        String clientId = post.clientId();
        if (clientId == null) {
            return append(post, now);
        }
        Sent sent = new Sent(post.author().subject(), clientId);
        MessagePosted first = window.sentAs(sent);
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
        Decision.Append append = append(post, now);
        onTheirWay.put(sent, append.event().sequence());
        return append;
    }

    /// Whether no message that is not in memory was sent as this; those in memory are known by then.
    private boolean isNew(Sent sent, Novelty novelty, Instant now) {
        return window.floor() <= novelty.upTo() || (!novelty.ever() && window.isNew(sent, now));
    }

    private Decision change(Command.ChangeDocument change, Instant now) {
        if (!readableBy(change.author().subject())) {
            return Decision.Refused.NOT_FOUND;
        }
        // What is on its way into the log is not looked at: it may win over this, which then does not matter.
        Changes winners = document.winners(change.changes());
        if (winners.isEmpty()) {
            return new Decision.Nothing();
        }
        predicted++;
        return new Decision.Append(new DocumentChanged(
                key.tenant(), key.room(), sequence + predicted, now, change.author(), MessageWriter.changes(winners)));
    }

    private static Changes changes(DocumentChanged event) {
        return MessageReader.changes(event.changes())
                .orElseThrow(() -> new IllegalStateException(
                        "room " + event.room() + ": event " + event.sequence() + " holds no changes"));
    }

    private Decision.Append append(Command.Post post, Instant now) {
        predicted++;
        return new Decision.Append(new MessagePosted(
                key.tenant(),
                key.room(),
                sequence + predicted,
                now,
                post.message(),
                post.author(),
                post.content(),
                post.clientId(),
                post.attachment()));
    }
}
