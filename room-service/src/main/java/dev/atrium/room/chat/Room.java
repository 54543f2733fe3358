package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.placement.DefaultRoom;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.MessageReported;
import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.access.Stamp;
import dev.atrium.room.access.StoredAccess;
import dev.atrium.room.access.Wish;
import dev.atrium.room.operation.ObjectSet;
import dev.atrium.room.operation.Surroundings;
import dev.atrium.room.tinybase.Document;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

    private static final Decision.Refused NOT_THERE_YET = new Decision.Refused(
            ProblemType.INVALID_REQUEST, "Nobody can have read beyond the room's last sequence number.");

    /// Its id follows from the tenant, so that there could never be another.
    private static final Decision.Refused DEFAULT_ROOM_STAYS =
            new Decision.Refused(ProblemType.CONFLICT, "The default room cannot be deleted; it can be archived.");

    /// About how many people's markers one event moves at most.
    private static final int MARKERS_PER_EVENT = 2_000;

    private final RoomKey key;
    private final Messages messages;
    private final Permissions permissions = new Permissions();
    private final SharedDocument document;
    private final Operations operations;
    private final Drafts drafts = new Drafts();
    private final Markers markers = new Markers(Marker.KEPT);
    private final Restoration restoration;
    private @Nullable RoomCreated created;
    private long sequence;
    private long stored;
    private long lacksIdsUpTo;
    private int predicted;

    private Room(RoomKey key, Window window, Operations operations) {
        this.key = key;
        this.messages = new Messages(key, window);
        this.document = new SharedDocument(key);
        this.operations = operations;
        this.restoration = new Restoration(key, messages, document, operations, permissions);
    }

    /// A room in which nothing has happened yet, not even its creation.
    public static Room absent(RoomKey key) {
        return new Room(key, new Window(WINDOW, 0, 0, 0), Operations.none(key));
    }

    /// A room as it was stored.
    public static Room of(RoomSnapshot snapshot) {
        Window window = new Window(
                WINDOW,
                snapshot.floor(),
                snapshot.sequence(),
                snapshot.changed().after());
        RoomKey key = RoomKey.of(snapshot.created());
        Room room = new Room(key, window, Operations.of(key, snapshot.sequence(), snapshot.objects()));
        snapshot.changed().messages().forEach(window::addOlder);
        snapshot.newest().forEach(window::add);
        room.created = snapshot.created();
        room.permissions.load(RoomAccess.of(snapshot.access()));
        room.sequence = snapshot.sequence();
        room.stored = snapshot.sequence();
        room.lacksIdsUpTo = snapshot.floor() > 0 || snapshot.objects().any() ? snapshot.sequence() : 0;
        room.document.load(snapshot.document());
        room.markers.load(snapshot.markers());
        return room;
    }

    /// The sequence number at which the room was stored, if the client ids of before are not all known here; else 0.
    /// Until they are, the store must be asked for each id that is not in memory.
    public long lacksIdsUpTo() {
        return lacksIdsUpTo;
    }

    /// Takes the client ids of before over.
    ///
    /// @param upTo of all up to this sequence number; if it is not [#lacksIdsUpTo], they are of no use
    public void learn(long upTo, PastIds ids) {
        if (upTo == lacksIdsUpTo) {
            lacksIdsUpTo = 0;
            messages.learn(ids.messages());
            operations.learn(ids.operations());
        }
    }

    /// Decides about a command where nobody holds a lock.
    public Decision handle(Command command, Instant now) {
        return handle(command, Surroundings.PLAIN, now);
    }

    /// Decides about a command. [Decision.Append] counts as done for the decisions that follow. While its
    /// history is brought back the room is there for nobody, whatever else they may do: each place belongs
    /// to an event of before. Its organisation may end meanwhile, and the room with it.
    public Decision handle(Command command, Surroundings surroundings, Instant now) {
        // PostgreSQL keeps microseconds: a message must not change its time when it leaves memory.
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return isTakenMeanwhile(command) || !restoration.isGoingOn(created, at)
                ? decide(command, surroundings, at)
                : Decision.Refused.NOT_FOUND;
    }

    /// Whether it is taken also while a history is brought back.
    private static boolean isTakenMeanwhile(Command command) {
        return switch (command) {
            case Command.Restore _, Command.Create _ -> true;
            case Command.ChangeAccess change -> change.wish() instanceof Wish.Dissolve;
            case Command.Post _,
                    Command.ChangeDocument _,
                    Command.Change _,
                    Command.Operate _,
                    Command.SetSchema _,
                    Command.SaveDraft _,
                    Command.MarkRead _ -> false;
        };
    }

    private Decision decide(Command command, Surroundings surroundings, Instant at) {
        return switch (command) {
            case Command.Create create -> counted(create(create, at));
            case Command.Post post -> counted(post(post, at));
            case Command.ChangeDocument change -> counted(change(change, at));
            case Command.Change change -> counted(change(change, at));
            case Command.Operate operate -> counted(operate(operate, surroundings, at));
            case Command.SetSchema set -> counted(set(set, surroundings, at));
            case Command.SaveDraft save -> counted(save(save, at));
            case Command.MarkRead read -> read(read, at);
            case Command.ChangeAccess change -> counted(change(change, at));
            case Command.Restore restore ->
                counted(restoration.decide(
                        restore, surroundings, new Restoration.Point(created, sequence, next(), at)));
        };
    }

    /// What was collected, as one event, which counts as done for the decisions that follow; empty if there is nothing.
    public Optional<Decision.Append> collect(Instant now) {
        if (markers.wishes() == 0) {
            return Optional.empty();
        }
        long number = next();
        predicted++;
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
                permissions.load(RoomAccess.of(StoredAccess.of(creation)));
            }
            case MessagePosted message -> {
                messages.apply(message);
                drafts.apply(message);
            }
            case DocumentChanged changed -> document.apply(changed);
            case MessageChange change -> messages.apply(change);
            case ObjectEvent happened -> operations.apply(happened);
            case DraftSaved saved -> drafts.apply(saved);
            case MarkersMoved moved -> markers.apply(moved);
            case MessageReported _ -> {
                // For the moderators, who follow the log.
            }
            case AccessChange change -> permissions.apply(change);
        }
    }

    /// Whether the store has everything up to this sequence number.
    public boolean isStored(long upTo) {
        return upTo <= stored;
    }

    /// Everything up to this sequence number is stored: it may leave memory.
    public void stored(long upTo) {
        stored = Math.max(stored, upTo);
        messages.stored(upTo);
        operations.stored(upTo);
        drafts.stored(upTo);
    }

    /// What was decided and not applied will never be.
    public void forgetPredictions() {
        predicted = 0;
        messages.forgetPredictions();
        document.forgetPredictions();
        operations.forgetPredictions();
        markers.forgetPredictions();
        permissions.forgetPredictions();
    }

    /// The last sequence number that counts.
    public long sequence() {
        return sequence;
    }

    /// Whether the room was created, and not deleted, as far as the log says.
    public boolean exists() {
        return created != null && !access().settings().deleted();
    }

    /// What a caller of the room's tenant may do.
    ///
    /// @return empty if it may not even know that there is the room
    public Optional<Role> roleOf(Caller caller, Instant now) {
        return permissions.roleOf(caller, now);
    }

    /// Who may do what in it. Only to be read, and only until something else happens in the room.
    ///
    /// @throws IllegalStateException if the room does not exist
    public RoomAccess access() {
        return permissions
                .access()
                .orElseThrow(() -> new IllegalStateException("room " + key.room() + " does not exist"));
    }

    /// @throws IllegalStateException if the room does not exist
    public RoomView view() {
        if (created == null) {
            throw new IllegalStateException("room " + key.room() + " does not exist");
        }
        return RoomView.of(created, access().settings(), sequence);
    }

    /// Whether it is only read.
    ///
    /// @throws IllegalStateException if the room does not exist
    public boolean isArchived() {
        return access().settings().archived();
    }

    /// What its clients share. Only to be read, and only until something else happens in the room.
    public Document document() {
        return document.document();
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
        return messages.excerpt(span, null);
    }

    /// What memory knows of some answers to a message.
    public Excerpt answers(String message, Span span) {
        return messages.excerpt(span, message);
    }

    /// What is left of the answers to the message that this one answers; empty if it answers none, or one
    /// that is older than the newest.
    public Optional<Answered> answered(MessagePosted answer) {
        return messages.answered(answer);
    }

    /// Whether answers that left memory are counted by the store as they are now. They are not while it does not know
    /// yet that one was deleted, hidden or shown again.
    public boolean countsAreStored() {
        return messages.countsAreStored();
    }

    /// What memory knows of a message.
    public Glimpse glimpse(String message) {
        return messages.glimpse(message);
    }

    /// A message that was read from the store lately, as it is now.
    public Message newest(Message stored) {
        return messages.newest(stored);
    }

    /// The messages in memory to which something happened after a sequence number, ascending by its number.
    public List<Message> changedAfter(long version) {
        return messages.changedAfter(version);
    }

    /// Whether everything that happened above a sequence number is in memory.
    public boolean remembersAfter(long after) {
        return remembers(after, after) && after >= operations.objects().floor();
    }

    /// @param posted whether all messages above this sequence number are in memory
    /// @param changed and whether all that happened to messages above this one is
    public boolean remembers(long posted, long changed) {
        return messages.remembers(posted, changed);
    }

    /// Roughly what the room occupies in memory.
    public long sizeBytes() {
        return messages.sizeBytes()
                + document.sizeBytes()
                + operations.sizeBytes()
                + drafts.sizeBytes()
                + markers.sizeBytes()
                + permissions.sizeBytes();
    }

    private long next() {
        return sequence + predicted + 1;
    }

    /// An event that was decided counts for the decisions that follow.
    private Decision counted(Decision decision) {
        if (decision instanceof Decision.Append) {
            predicted++;
        }
        return decision;
    }

    private Decision operate(Command.Operate operate, Surroundings surroundings, Instant now) {
        return mayNotWrite(operate.author(), Role.EDITOR, now)
                .orElseGet(() -> operations.decide(operate, surroundings, sequence, next(), now));
    }

    private Decision set(Command.SetSchema set, Surroundings surroundings, Instant now) {
        return permissions
                .mayNotWrite(set.author(), Role.OWNER, now)
                .orElseGet(() -> operations.decide(set, surroundings, next(), now));
    }

    private Decision create(Command.Create create, Instant now) {
        if (create.isIdClaimed() && sequence == 0 && predicted > 0) {
            // Nobody else has this id: it is the same request that is on its way already.
            return new Decision.OnItsWay(1);
        }
        if (sequence + predicted > 0) {
            return new Decision.Refused(ProblemType.CONFLICT, "A room with this id exists.");
        }
        return new Decision.Append(create.event(key, now));
    }

    private Decision post(Command.Post post, Instant now) {
        return mayNotWrite(post.author(), Role.COMMENTER, now)
                .orElseGet(() -> messages.post(post, sequence, next(), now));
    }

    private Optional<Decision> mayNotWrite(Actor author, Role needed, Instant now) {
        return mayNotPush(author, needed, now).or(permissions::whileArchived);
    }

    /// The operator trusts a program that pushes through the database with all rooms; with others' messages not.
    private Optional<Decision> mayNotPush(Actor author, Role needed, Instant now) {
        return Program.is(author) && permissions.isThere() ? Optional.empty() : permissions.mayNot(author, needed, now);
    }

    private Decision change(Command.Change change, Instant now) {
        // A program owns the rooms that it made, and not what is said there.
        boolean moderates = !Program.is(change.author())
                && permissions.mayNot(change.author(), Role.OWNER, now).isEmpty();
        return mayNotChange(change, now).orElseGet(() -> messages.change(change, moderates, sequence, next(), now));
    }

    private Optional<Decision> mayNotChange(Command.Change change, Instant now) {
        return switch (change) {
            case Command.Edit _ -> mayNotWrite(change.author(), Role.COMMENTER, now);
            case Command.Delete _ -> mayNotPush(change.author(), Role.COMMENTER, now);
            case Command.React _ -> permissions.mayNotWrite(change.author(), Role.COMMENTER, now);
            case Command.Report _ -> permissions.mayNot(change.author(), Role.VIEWER, now);
            case Command.SetHidden _ ->
                permissions.isThere() && Program.MODERATION.isBehind(change.author())
                        ? Optional.empty()
                        : Optional.of(Decision.Refused.NOT_FOUND);
        };
    }

    private Decision change(Command.ChangeAccess change, Instant now) {
        boolean isToGo = change.wish() instanceof Wish.DeleteRoom
                && permissions.mayNot(change.author(), Role.OWNER, now).isEmpty();
        if (isToGo && key.room().equals(DefaultRoom.of(key.tenant()))) {
            return DEFAULT_ROOM_STAYS;
        }
        return permissions.change(change, new Stamp(key.tenant(), key.room(), next(), now, change.author()));
    }

    private Decision change(Command.ChangeDocument change, Instant now) {
        return permissions
                .mayNotWrite(change.author(), Role.EDITOR, now)
                .orElseGet(() -> document.decide(change, next(), now));
    }

    private Decision save(Command.SaveDraft save, Instant now) {
        return permissions
                .mayNot(save.author(), Role.VIEWER, now)
                .orElseGet(() -> new Decision.Append(new DraftSaved(
                        key.tenant(), key.room(), next(), now, save.author().subject(), save.key(), save.content())));
    }

    private Decision read(Command.MarkRead read, Instant now) {
        String subject = read.author().subject();
        Optional<Decision> refusal = permissions.mayNot(read.author(), Role.VIEWER, now);
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
}
