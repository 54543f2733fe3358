package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.access.Ruling;
import dev.atrium.room.access.Stamp;
import dev.atrium.room.access.StoredAccess;
import dev.atrium.room.operation.ObjectSet;
import dev.atrium.room.operation.Surroundings;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.MessageReader;
import dev.atrium.room.tinybase.MessageWriter;
import dev.atrium.room.tinybase.StoredLeaf;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One room (RM-1): decides about commands and follows the log. Deterministic, without I/O, threads or clocks; not
/// thread-safe, because a room has one mailbox.
///
/// Its state is what the log says, [#apply]. What it decided but the log has not confirmed yet is only counted, so that
/// the next event gets the right sequence number; when the log loses such events, [#forgetPredictions].
public final class Room {

    /// How many messages stay in memory at least, once a room has that many.
    public static final int WINDOW = 1_000;

    private static final Decision.Refused NO_SUCH_ANSWERED =
            new Decision.Refused(ProblemType.INVALID_REQUEST, "'replyTo' names no message of this room.");

    private static final Decision.Refused NOT_THERE_YET = new Decision.Refused(
            ProblemType.INVALID_REQUEST, "Nobody can have read beyond the room's last sequence number.");

    /// About how many people's markers one event moves at most.
    private static final int MARKERS_PER_EVENT = 2_000;

    private final RoomKey key;
    private final Window window;
    private final Map<Sent, Long> onTheirWay = new HashMap<>();
    private final Document document = new Document();
    private final Operations operations;
    private final Drafts drafts = new Drafts();
    private final Markers markers = new Markers(Marker.KEPT);
    /// Messages as they will be when the log has confirmed what was decided about them, by their ids.
    private final Map<String, Message> predictions = new HashMap<>();
    /// Of these, those that were not in memory, as they are.
    private final Map<String, Message> recalled = new HashMap<>();
    private @Nullable RoomCreated created;
    private @Nullable RoomAccess access;
    /// As it will be when the log has confirmed what was decided about it; null where nothing is on its way.
    private @Nullable RoomAccess foreseenAccess;
    private int foreseenChanges;
    private long sequence;
    private long stored;
    private int predicted;

    private Room(RoomKey key, Window window, Operations operations) {
        this.key = key;
        this.window = window;
        this.operations = operations;
    }

    /// A room in which nothing has happened yet, not even its creation.
    public static Room absent(RoomKey key) {
        return new Room(key, new Window(WINDOW, 0, 0, SentIds.NONE, 0), Operations.none(key));
    }

    /// A room as it was stored.
    public static Room of(RoomSnapshot snapshot) {
        Window window = new Window(
                WINDOW,
                snapshot.floor(),
                snapshot.sequence(),
                snapshot.older(),
                snapshot.changed().after());
        RoomKey key = RoomKey.of(snapshot.created());
        Room room = new Room(key, window, Operations.of(key, snapshot.sequence(), snapshot.objects()));
        snapshot.changed().messages().forEach(window::addOlder);
        snapshot.newest().forEach(window::add);
        room.created = snapshot.created();
        room.access = RoomAccess.of(snapshot.access());
        room.sequence = snapshot.sequence();
        room.stored = snapshot.sequence();
        room.document.merge(StoredLeaf.changes(snapshot.document()));
        room.markers.load(snapshot.markers());
        return room;
    }

    /// Decides about a command where nobody holds a lock.
    public Decision handle(Command command, Instant now) {
        return handle(command, Surroundings.PLAIN, now);
    }

    /// Decides about a command. [Decision.Append] counts as done for the decisions that follow.
    public Decision handle(Command command, Surroundings surroundings, Instant now) {
        // PostgreSQL keeps microseconds: a message must not change its time when it leaves memory.
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return switch (command) {
            case Command.Create create -> create(create, at);
            case Command.Post post -> post(post, at);
            case Command.ChangeDocument change -> change(change, at);
            case Command.Change change -> change(change, at);
            case Command.Operate operate -> operate(operate, surroundings, at);
            case Command.SetSchema set -> set(set, surroundings, at);
            case Command.SaveDraft save -> save(save, at);
            case Command.MarkRead read -> read(read, at);
            case Command.ChangeAccess change -> change(change, at);
        };
    }

    /// What was collected, as one event, which counts as done for the decisions that follow; empty if there is nothing.
    public Optional<Decision.Append> collect(Instant now) {
        if (markers.wishes() == 0) {
            return Optional.empty();
        }
        predicted++;
        long number = sequence + predicted;
        return Optional.of(new Decision.Append(new MarkersMoved(
                key.tenant(), key.room(), number, now.truncatedTo(ChronoUnit.MILLIS), markers.collect(number))));
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
            case RoomCreated creation -> {
                created = creation;
                access = RoomAccess.of(StoredAccess.of(creation));
            }
            case MessagePosted message -> {
                window.add(Message.of(message));
                drafts.apply(message);
                Sent.of(message).ifPresent(onTheirWay::remove);
            }
            case DocumentChanged changed -> document.merge(changes(changed));
            case MessageChange change -> change(change);
            case ObjectEvent happened -> operations.apply(happened);
            case DraftSaved saved -> drafts.apply(saved);
            case MarkersMoved moved -> markers.apply(moved);
            case AccessChange change -> change(change);
        }
    }

    /// Whether the store has everything up to this sequence number.
    public boolean isStored(long upTo) {
        return upTo <= stored;
    }

    /// Everything up to this sequence number is stored: it may leave memory.
    public void stored(long upTo) {
        stored = Math.max(stored, upTo);
        window.stored(upTo);
        operations.stored(upTo);
        drafts.stored(upTo);
    }

    /// What was decided and not applied will never be.
    public void forgetPredictions() {
        predicted = 0;
        onTheirWay.clear();
        predictions.clear();
        recalled.clear();
        operations.forgetPredictions();
        markers.forgetPredictions();
        foreseenAccess = null;
        foreseenChanges = 0;
    }

    /// The last sequence number that counts.
    public long sequence() {
        return sequence;
    }

    /// Whether the room was created, as far as the log says.
    public boolean exists() {
        return created != null;
    }

    /// What a caller of the room's tenant may do.
    ///
    /// @return empty if it may not even know that there is the room
    public Optional<Role> roleOf(Caller caller, Instant now) {
        return access == null ? Optional.empty() : access.roleOf(caller, now);
    }

    /// Who may do what in it. Only to be read, and only until something else happens in the room.
    ///
    /// @throws IllegalStateException if the room does not exist
    public RoomAccess access() {
        if (access == null) {
            throw new IllegalStateException("room " + key.room() + " does not exist");
        }
        return access;
    }

    /// @throws IllegalStateException if the room does not exist
    public RoomView view() {
        if (created == null) {
            throw new IllegalStateException("room " + key.room() + " does not exist");
        }
        return RoomView.of(created, access().settings(), sequence);
    }

    /// What its clients share. Only to be read, and only until something else happens in the room.
    public Document document() {
        return document;
    }

    /// Its objects. Only to be read, and only until something else happens in the room.
    public ObjectSet objects() {
        return operations.objects();
    }

    /// What the store may not know yet of somebody's drafts, as of now.
    public List<Draft> drafts(String subject) {
        return drafts.unstored(subject);
    }

    /// Up to where somebody has read, as far as memory knows; 0 if it does not.
    public long readUpTo(String subject) {
        return markers.of(subject);
    }

    /// Up to where those have read who read on last.
    public List<Marker> newestMarkers(int limit) {
        return markers.newest(limit);
    }

    /// What memory knows of some messages.
    public Excerpt excerpt(Span span) {
        return Excerpt.of(window, span, null);
    }

    /// What memory knows of some answers to a message.
    public Excerpt answers(String message, Span span) {
        return Excerpt.of(window, span, message);
    }

    /// What memory knows of a message.
    public Glimpse glimpse(String message) {
        Message present = window.find(message);
        if (present != null) {
            return new Glimpse.Known(present);
        }
        return window.floor() == 0 ? new Glimpse.Absent() : new Glimpse.Stored(window.unstored(message));
    }

    /// A message that was read from the store lately, as it is now.
    public Message newest(Message stored) {
        Message present = window.find(stored.id());
        return present == null || present.version() <= stored.version()
                ? window.unstored(stored.id()).over(stored)
                : present;
    }

    /// The messages in memory to which something happened after a sequence number, ascending by its number.
    public List<Message> changedAfter(long version) {
        return window.changedAfter(version);
    }

    /// Whether everything that happened above a sequence number is in memory.
    public boolean remembersAfter(long after) {
        return remembers(after, after) && after >= operations.objects().floor();
    }

    /// @param posted whether all messages above this sequence number are in memory
    /// @param changed and whether all that happened to messages above this one is
    public boolean remembers(long posted, long changed) {
        return posted >= window.floor() && changed >= window.changesFloor();
    }

    /// Roughly what the room occupies in memory.
    public long sizeBytes() {
        return window.sizeBytes()
                + document.sizeBytes()
                + operations.sizeBytes()
                + drafts.sizeBytes()
                + markers.sizeBytes()
                + (access == null ? 0 : access.sizeBytes());
    }

    private Decision operate(Command.Operate operate, Surroundings surroundings, Instant now) {
        return mayNot(operate.author(), Role.EDITOR, now)
                .orElseGet(() ->
                        counted(operations.decide(operate, surroundings, sequence, sequence + predicted + 1, now)));
    }

    private Decision set(Command.SetSchema set, Surroundings surroundings, Instant now) {
        return mayNot(set.author(), Role.OWNER, now)
                .orElseGet(() -> counted(operations.decide(set, surroundings, sequence + predicted + 1, now)));
    }

    private Decision counted(Decision decision) {
        if (decision instanceof Decision.Append) {
            predicted++;
        }
        return decision;
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
        String clientId = post.clientId();
        return mayNotPost(post.author(), now)
                .orElseGet(() -> clientId == null ? answer(post, now) : post(post, clientId, now));
    }

    /// The operator trusts a program that posts through the database with all rooms.
    private Optional<Decision> mayNotPost(Actor author, Instant now) {
        return Program.is(author) && exists() ? Optional.empty() : mayNot(author, Role.COMMENTER, now);
    }

    private Decision post(Command.Post post, String clientId, Instant now) {
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
        Decision decision = answer(post, now);
        if (decision instanceof Decision.Append append) {
            onTheirWay.put(sent, append.event().sequence());
        }
        return decision;
    }

    /// A message can only answer one that is there.
    private Decision answer(Command.Post post, Instant now) {
        String replyTo = post.replyTo();
        if (replyTo == null || present(replyTo, post.recollection()).isPresent()) {
            return append(post, now);
        }
        return unknown(replyTo, post.author(), post.recollection(), NO_SUCH_ANSWERED);
    }

    private Decision change(Command.Change change, Instant now) {
        Optional<Decision> refusal = mayNot(change.author(), Role.COMMENTER, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return present(change.message(), change.recollection())
                .map(present -> change(present, change, now))
                .orElseGet(() ->
                        unknown(change.message(), change.author(), change.recollection(), Decision.Refused.NOT_FOUND));
    }

    private Decision change(Message present, Command.Change change, Instant now) {
        boolean moderates = mayNot(change.author(), Role.OWNER, now).isEmpty();
        Decision decision = Amendment.of(present, change, moderates, sequence + predicted + 1, now);
        if (decision instanceof Decision.Append(MessageChange event)) {
            predicted++;
            predictions.put(present.id(), present.apply(event));
            if (window.find(present.id()) == null) {
                recalled.putIfAbsent(present.id(), present);
            }
        }
        boolean settled = present.version() <= sequence;
        return decision instanceof Decision.Repeated && !settled ? new Decision.OnItsWay(present.version()) : decision;
    }

    private Decision change(Command.ChangeAccess change, Instant now) {
        RoomAccess present = foreseenAccess();
        if (present == null) {
            return Decision.Refused.NOT_FOUND;
        }
        Stamp stamp = new Stamp(key.tenant(), key.room(), sequence + predicted + 1, now, change.author());
        return switch (present.rule(change.wish(), stamp)) {
            case Ruling.Change(AccessChange event) -> {
                foresee(present, event);
                predicted++;
                yield new Decision.Append(event);
            }
            case Ruling.Nothing _ -> new Decision.Nothing();
            case Ruling.Hidden _ -> Decision.Refused.NOT_FOUND;
            case Ruling.Refused refusal -> Decision.Refused.of(refusal);
        };
    }

    /// What is decided while a change is on its way comes after it in the log.
    private void foresee(RoomAccess present, AccessChange event) {
        RoomAccess foreseen = foreseenAccess == null ? present.copy() : foreseenAccess;
        foreseen.apply(event);
        foreseenAccess = foreseen;
        foreseenChanges++;
    }

    private void change(AccessChange event) {
        access().apply(event);
        foreseenChanges = Math.max(0, foreseenChanges - 1);
        if (foreseenChanges == 0) {
            foreseenAccess = null;
        }
    }

    private @Nullable RoomAccess foreseenAccess() {
        return foreseenAccess == null ? access : foreseenAccess;
    }

    /// Why somebody may not do what needs a role.
    private Optional<Decision> mayNot(Actor author, Role needed, Instant now) {
        RoomAccess present = foreseenAccess();
        Optional<Role> role = present == null ? Optional.empty() : present.roleOf(author.subject(), now);
        if (role.isEmpty()) {
            return Optional.of(Decision.Refused.NOT_FOUND);
        }
        return role.get().isAtLeast(needed) ? Optional.empty() : Optional.of(Decision.Refused.needs(needed));
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
    private Decision unknown(String message, Actor author, Recollection recollection, Decision.Refused absent) {
        return isCertain(recollection)
                ? absent
                : new Decision.Recall(key, author.subject(), message, sequence, window.unstored(message));
    }

    /// Whether no message left memory since the store was asked, nor anything that happened to one.
    private boolean isCertain(Recollection recollection) {
        return window.floor() == 0
                || (window.floor() <= recollection.upTo() && window.changesFloor() <= recollection.upTo());
    }

    private void change(MessageChange change) {
        window.change(change, recalled.remove(change.message()));
        predictions.computeIfPresent(
                change.message(), (_, predicted) -> predicted.version() <= change.sequence() ? null : predicted);
    }

    /// Whether no message that is not in memory was sent as this; those in memory are known by then.
    private boolean isNew(Sent sent, Novelty novelty, Instant now) {
        return window.floor() <= novelty.upTo() || (!novelty.ever() && window.isNew(sent, now));
    }

    private Decision change(Command.ChangeDocument change, Instant now) {
        Optional<Decision> refusal = mayNot(change.author(), Role.EDITOR, now);
        if (refusal.isPresent()) {
            return refusal.get();
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

    private Decision save(Command.SaveDraft save, Instant now) {
        Optional<Decision> refusal = mayNot(save.author(), Role.VIEWER, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        predicted++;
        return new Decision.Append(new DraftSaved(
                key.tenant(),
                key.room(),
                sequence + predicted,
                now,
                save.author().subject(),
                save.key(),
                save.content()));
    }

    private Decision read(Command.MarkRead read, Instant now) {
        String subject = read.author().subject();
        Optional<Decision> refusal = mayNot(read.author(), Role.VIEWER, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (read.readUpTo() > sequence) {
            return NOT_THERE_YET;
        }
        if (markers.of(subject) >= read.readUpTo()) {
            return new Decision.Nothing();
        }
        long onItsWay = markers.onItsWay(subject, read.readUpTo());
        if (onItsWay > 0) {
            return new Decision.OnItsWay(onItsWay);
        }
        markers.wish(subject, read.readUpTo());
        return new Decision.Collected(markers.wishes() >= MARKERS_PER_EVENT);
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
                post.attachment(),
                post.replyTo(),
                post.mentions(),
                post.draft()));
    }
}
