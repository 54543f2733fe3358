package dev.atrium.room.shard;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.roomlog.RoomLogFilter;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.Fold;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.Program;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Span;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.operation.ObjectSet;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.DocumentLimits;
import dev.atrium.room.tinybase.MessageReader;
import dev.atrium.room.tinybase.MessageWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A random history of one shard: three nodes that are assigned it in any order, pause, crash and come back; a network
/// that delays and loses what they send; loads and checkpoints that take their time or fail; clients that repeat
/// themselves.
///
/// What must hold: each room's sequence has no gap; what was acknowledged counts exactly once, at the
/// acknowledged number; nothing counts twice; what one client wanted of one node counts in the order in
/// which it was wanted; nothing counts behind a change of access that forbids it; listeners miss nothing;
/// whoever takes over in the end has all that counts.
final class Simulation {

    private static final TenantId TENANT = new TenantId("acme");
    private static final Actor AUTHOR = new Actor("user:ada", "Ada");
    private static final Actor OTHER = new Actor("user:bob", "Bob");
    private static final List<RoomEvent.Role> ROLES = List.of(RoomEvent.Role.values());
    private static final int ROOMS = 3;
    private static final String CREATION = "create";

    /// What a client may send again.
    private record Operation(RoomKey room, String id) {}

    private record Posted(RoomKey room, String message) {}

    private record Edit(RoomKey room, String message, String id) {}

    private record Reader(RoomKey room, String subject) {}

    /// What one person wants of one node, while this has the shard.
    private record Conversation(SimulatedNode node, int life, RoomKey room, String subject) {}

    private final Random random;
    private final Set<Rule> broken;
    private final SimulatedStore store = new SimulatedStore();
    private final List<RoomLogEntry> log = new ArrayList<>();
    private final List<SimulatedNode> nodes;
    private final List<ArrayDeque<SimulatedNode.Sent>> late = new ArrayList<>();
    private final List<RoomKey> rooms = new ArrayList<>();
    private final ArrayDeque<Operation> recent = new ArrayDeque<>();
    private final List<Operation> known = new ArrayList<>();
    private final Map<Operation, Long> acknowledged = new HashMap<>();
    private final Map<SimulatedNode, Map<RoomKey, Long>> published = new HashMap<>();
    private final List<Posted> messages = new ArrayList<>();
    private final Set<Operation> edited = new HashSet<>();
    private final List<Operation> lastOperations = new ArrayList<>();
    private final Map<Reader, Long> markers = new HashMap<>();
    /// By the order in which they were wanted: where new things came to count.
    private final Map<Conversation, TreeMap<Integer, Long>> conversations = new HashMap<>();
    private int wishes;
    private @Nullable Edit lastEdit;
    private int ids;
    private Position committed = Position.START;
    /// How much of the log, and which commit, a power cut does not take.
    private int flushed;

    private Position committedAndFlushed = Position.START;
    private final boolean powerFails;
    private final SimulatedFollower follower = new SimulatedFollower();
    private Instant now = Instant.ofEpochSecond(1_000);
    private Instant followerIsBack = now;
    private SimulatedNode owner;
    private int operations;
    private int openings;
    private @Nullable String violation;

    private Simulation(long seed, boolean powerFails, Set<Rule> broken) {
        this.random = new Random(seed);
        this.powerFails = powerFails;
        this.broken = broken;
        this.nodes = List.of(new SimulatedNode(this, "a"), new SimulatedNode(this, "b"), new SimulatedNode(this, "c"));
        this.owner = nodes.getFirst();
    }

    /// What a simulation came to.
    ///
    /// @param violation what did not hold; empty if all did
    record Result(Optional<String> violation, int acknowledged, int openings) {}

    static Result run(long seed, int steps, Rule... broken) {
        return run(seed, steps, false, broken);
    }

    /// With a log that is not flushed, and power that fails now and then: the newest records and commits are
    /// lost, and all processes end. What was acknowledged may be lost, if it was not stored. All else must
    /// hold, and who follows the log must come to read all that counts in it.
    static Result runOnBadPower(long seed, int steps, Rule... broken) {
        return run(seed, steps, true, broken);
    }

    private static Result run(long seed, int steps, boolean powerFails, Rule... broken) {
        Set<Rule> rules = broken.length == 0 ? Set.of() : EnumSet.of(broken[0], broken);
        Simulation simulation = new Simulation(seed, powerFails, rules);
        try {
            for (int i = 0; i < steps && simulation.violation == null; i++) {
                simulation.step();
            }
            if (simulation.violation == null) {
                simulation.check();
            }
        } catch (IllegalStateException e) {
            simulation.violated("the shard is at a loss: " + e.getMessage());
        }
        return new Result(
                Optional.ofNullable(simulation.violation),
                simulation.acknowledged.size() + simulation.edited.size(),
                simulation.openings);
    }

    List<RoomLogEntry> log() {
        return log;
    }

    SimulatedStore store() {
        return store;
    }

    boolean breaks(Rule rule) {
        return broken.contains(rule);
    }

    void violated(String what) {
        if (violation == null) {
            violation = what;
        }
    }

    void opened() {
        openings++;
    }

    void sent(RoomLogEntry entry) {
        if (breaks(Rule.ACKNOWLEDGE_ON_READ_BACK)
                && entry instanceof RoomLogEntry.Written written
                && written.event() instanceof MessagePosted message) {
            acknowledge(operation(message), message.sequence());
        }
    }

    /// No room's events come twice or in another order, whatever a node loads anew; who listens all the
    /// while misses none, which is for [SimulatedNode] to see.
    void published(SimulatedNode node, RoomKey room, long sequence) {
        Long before = published.computeIfAbsent(node, _ -> new HashMap<>()).put(room, sequence);
        if (before != null && before >= sequence) {
            violated("event " + sequence + " is published after " + before);
        }
    }

    /// The clock of all nodes.
    Instant now() {
        return breaks(Rule.CLAIMS_RISE_OVER_A_LOSS) ? Instant.EPOCH : now;
    }

    private void step() {
        now = now.plusMillis(20);
        if (powerFails) {
            int what = random.nextInt(1_000);
            if (what < 3) {
                failPower();
            } else if (what < 8) {
                flush();
            } else if (what < 100 && now.isAfter(followerIsBack)) {
                follower.read(log, 1 + random.nextInt(8));
            }
        }
        SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        double what = random.nextDouble();
        if (what < 0.005) {
            owner = node;
        } else if (what < 0.06) {
            learnOwner(node);
        } else if (what < 0.065) {
            node.pauseOrGoOn();
        } else if (what < 0.068) {
            late.add(new ArrayDeque<>(node.crashed()));
            published.remove(node);
        } else if (what < 0.09) {
            arriveLate();
        } else if (what < 0.33) {
            arrive(node);
        } else if (!node.isPaused()) {
            work(node, what);
        }
    }

    private void work(SimulatedNode node, double what) {
        if (what < 0.35) {
            node.hearOfFailures();
        } else if (what < 0.38) {
            node.retry();
        } else if (what < 0.58) {
            node.read(1 + random.nextInt(4));
        } else if (what < 0.63) {
            node.checkpoint(random);
        } else if (what < 0.66) {
            commit(node);
        } else if (what < 0.72) {
            node.load(random);
        } else if (what < 0.76) {
            node.ask(random);
        } else if (what < 0.765) {
            node.evict();
        } else if (what < 0.77) {
            listen(node);
        } else if (what < 0.785) {
            node.tick();
        } else if (what < 0.795) {
            node.loadIds(random);
        } else {
            send(node);
        }
    }

    /// The group's coordinator moved the shard some time ago; now a node learns of it.
    private void learnOwner(SimulatedNode node) {
        if (node.isPaused()) {
            return;
        }
        if (owner == node && !node.isAssigned()) {
            published.remove(node);
            node.assigned(from());
        } else if (owner != node) {
            node.revoked();
        }
    }

    /// Where a node that is assigned the shard goes on; see `log.Assignment`.
    private Position from() {
        if (committed.offset() <= log.size()) {
            return committed;
        }
        Position end = new Position(log.size(), committed.epoch(), committed.next());
        if (!breaks(Rule.THE_END_IS_COMMITTED)) {
            committed = end;
            // The power is there for longer than it takes to flush.
            flush();
        }
        return end;
    }

    private void flush() {
        flushed = log.size();
        committedAndFlushed = committed;
    }

    /// The log loses some of its end, and perhaps its last commits, each by itself; PostgreSQL loses nothing.
    private void failPower() {
        now = now.plusSeconds(20);
        nodes.forEach(SimulatedNode::crashed);
        follower.stop();
        followerIsBack = now.plusMillis(20L * random.nextInt(600));
        late.clear();
        published.clear();
        log.subList(flushed + random.nextInt(log.size() - flushed + 1), log.size())
                .clear();
        if (random.nextBoolean()) {
            committed = committedAndFlushed;
        }
        forgetWhatIsLost();
        flush();
    }

    private void forgetWhatIsLost() {
        Map<Operation, Long> left = new HashMap<>();
        markers.clear();
        counted().values().stream().flatMap(List::stream).forEach(event -> {
            left.put(operation(event), event.sequence());
            if (event instanceof RoomEvent.MarkersMoved moved) {
                moved.readUpTo()
                        .forEach((subject, readUpTo) ->
                                markers.merge(new Reader(RoomKey.of(event), subject), readUpTo, Math::max));
            }
        });
        acknowledged.entrySet().removeIf(known -> !known.getValue().equals(left.get(known.getKey())));
        edited.retainAll(left.keySet());
        known.retainAll(acknowledged.keySet());
    }

    private void arrive(SimulatedNode node) {
        SimulatedNode.Sent record = node.nextSent();
        if (record == null) {
            return;
        }
        if (random.nextInt(100) > 0) {
            log.add(record.entry());
        } else {
            node.lost(record);
        }
    }

    /// What a dead process had sent still arrives, in order.
    private void arriveLate() {
        late.removeIf(ArrayDeque::isEmpty);
        if (!late.isEmpty()) {
            log.add(late.get(random.nextInt(late.size())).removeFirst().entry());
        }
    }

    /// The coordinator takes commits of the member that it takes for the owner only.
    private void commit(SimulatedNode node) {
        if (node == owner) {
            node.committable().ifPresent(position -> committed = position);
        }
    }

    private void listen(SimulatedNode node) {
        if (!rooms.isEmpty()) {
            RoomKey room = rooms.get(random.nextInt(rooms.size()));
            if (random.nextInt(3) == 0) {
                node.listenNoMore(room);
            } else {
                node.listen(room);
            }
        }
    }

    /// Sends a command that was never sent before, and that nothing else can have done.
    private void wish(SimulatedNode node, RoomKey room, Command command, Reply reply) {
        wishes++;
        int wish = wishes;
        Conversation conversation =
                new Conversation(node, node.life(), room, command.author().subject());
        node.command(room, command, outcome -> {
            if (outcome instanceof Outcome.Done done) {
                inOrder(conversation, wish, done.event().sequence());
            }
            reply.on(outcome);
        });
    }

    private void inOrder(Conversation conversation, int wish, long sequence) {
        TreeMap<Integer, Long> done = conversations.computeIfAbsent(conversation, _ -> new TreeMap<>());
        Map.Entry<Integer, Long> earlier = done.lowerEntry(wish);
        Map.Entry<Integer, Long> later = done.higherEntry(wish);
        if ((earlier != null && earlier.getValue() >= sequence) || (later != null && later.getValue() <= sequence)) {
            violated("what " + conversation.subject() + " wanted at "
                    + conversation.room().room() + " counts in another order: " + earlier + ", " + sequence + ", "
                    + later);
        }
        done.put(wish, sequence);
    }

    /// The room's owner changes what somebody may do, and sometimes that one, once an owner, does the same.
    private void changeAccess(SimulatedNode node) {
        RoomKey room = rooms.get(random.nextInt(rooms.size()));
        RoomEvent.Role role = ROLES.get(random.nextInt(ROLES.size()));
        boolean back = random.nextInt(8) == 0;
        Actor by = back ? OTHER : AUTHOR;
        String whom = (back ? AUTHOR : OTHER).subject();
        Wish wish = random.nextInt(60) == 0
                ? new Wish.DeleteRoom()
                : switch (random.nextInt(7)) {
                    case 0 -> new Wish.PutBan(OTHER.subject(), null, null);
                    case 1, 2 -> new Wish.LiftBan(OTHER.subject());
                    case 3 -> new Wish.RemoveMember(whom);
                    case 4 ->
                        new Wish.Describe(null, null, role == RoomEvent.Role.OWNER ? RoomEvent.Role.EDITOR : role);
                    case 5 -> new Wish.Archive(random.nextInt(4) == 0);
                    default -> new Wish.SetMember(whom, null, role);
                };
        node.command(room, new Command.ChangeAccess(by, wish), outcome -> takeNumbered(room, "access-", outcome));
    }

    private void setSchema(SimulatedNode node) {
        RoomKey room = rooms.get(random.nextInt(rooms.size()));
        RoomEvent.ObjectSchema schema = random.nextBoolean()
                ? null
                : new RoomEvent.ObjectSchema(
                        "**", "{\"type\":\"integer\",\"minimum\":" + random.nextInt(3) + "}", "reject");
        node.command(
                room, new Command.SetSchema(AUTHOR, "s", schema), outcome -> takeNumbered(room, "schema-", outcome));
    }

    /// What is known by its number alone.
    private void takeNumbered(RoomKey room, String prefix, Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            long sequence = done.event().sequence();
            acknowledge(new Operation(room, prefix + sequence), sequence);
        }
    }

    private void send(SimulatedNode node) {
        if (rooms.size() < ROOMS) {
            RoomKey key = new RoomKey(TENANT, "00000000-0000-7000-8000-00000000000" + rooms.size());
            Command.Create create =
                    new Command.Create(AUTHOR, "room", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PUBLIC);
            if (node.isOpen()) {
                rooms.add(key);
                node.command(key, create, outcome -> take(new Operation(key, CREATION), outcome));
            }
            return;
        }
        if (random.nextInt(5) == 0) {
            change(node);
            return;
        }
        if (random.nextInt(5) == 0) {
            operate(node);
            return;
        }
        if (random.nextInt(20) == 0) {
            save(node);
            return;
        }
        if (random.nextInt(20) == 0) {
            mark(node);
            return;
        }
        if (random.nextInt(20) == 0) {
            changeAccess(node);
            return;
        }
        if (random.nextInt(40) == 0) {
            setSchema(node);
            return;
        }
        if (!messages.isEmpty() && random.nextInt(3) == 0) {
            change(node, messages.get(random.nextInt(messages.size())));
            return;
        }
        int before = operations;
        Operation operation = operation();
        Novelty novelty = random.nextBoolean() ? Novelty.EVER : Novelty.LAST_DAY;
        Command.Post post = new Command.Post(AUTHOR, newId(), "hello", operation.id(), null, novelty);
        if (operations > before) {
            wish(node, operation.room(), post, outcome -> take(operation, outcome));
        } else {
            node.command(operation.room(), post, outcome -> take(operation, outcome));
        }
    }

    /// Writes one of a few values, at a time that may be before that of an earlier write.
    private void change(SimulatedNode node) {
        operations++;
        String time = "%016d".formatted(random.nextInt(operations) * 1_000_000L + operations);
        String text = "[[{}],[{\"v" + random.nextInt(3) + "\":[" + operations + ",\"" + time + "\"]}],1]";
        Command.ChangeDocument change =
                new Command.ChangeDocument(AUTHOR, MessageReader.changes(text).orElseThrow(), DocumentLimits.USUAL);
        Operation operation = new Operation(rooms.get(random.nextInt(rooms.size())), text);
        wish(node, operation.room(), change, outcome -> {
            if (outcome instanceof Outcome.Done done) {
                acknowledge(operation, done.event().sequence());
            }
        });
    }

    /// Gives one of a few objects another value or removes it, sometimes again.
    private void operate(SimulatedNode node) {
        boolean isNew = lastOperations.isEmpty() || random.nextInt(3) > 0;
        if (isNew) {
            operations++;
            lastOperations.add(new Operation(rooms.get(random.nextInt(rooms.size())), "objects-" + operations));
        }
        Operation operation =
                isNew ? lastOperations.getLast() : lastOperations.get(random.nextInt(lastOperations.size()));
        if (lastOperations.size() > 8) {
            lastOperations.removeFirst();
        }
        String path = "o/" + random.nextInt(3);
        dev.atrium.room.operation.Operation wish = random.nextInt(4) == 0
                ? new dev.atrium.room.operation.Operation.Remove(path, null, null)
                : new dev.atrium.room.operation.Operation.Put(path, IntNode.valueOf(operations), null, null);
        Novelty novelty = random.nextBoolean() ? Novelty.EVER : Novelty.LAST_DAY;
        Command.Operate command = new Command.Operate(AUTHOR, List.of(wish), operation.id(), novelty);
        Reply reply = outcome -> {
            switch (outcome) {
                case Outcome.Done done -> acknowledge(operation, done.event().sequence());
                case Outcome.Applied applied -> acknowledge(operation, applied.sequence());
                case Outcome.Changed _, Outcome.Repeated _, Outcome.Nothing _ ->
                    violated("operations were taken for something else");
                case Outcome.Refused _ -> {
                    // As with messages.
                }
            }
        };
        if (isNew) {
            wish(node, operation.room(), command, reply);
        } else {
            node.command(operation.room(), command, reply);
        }
    }

    private void save(SimulatedNode node) {
        operations++;
        Operation operation = new Operation(rooms.get(random.nextInt(rooms.size())), "draft-" + operations);
        Actor by = random.nextBoolean() ? AUTHOR : OTHER;
        String key = "k" + random.nextInt(2);
        wish(node, operation.room(), new Command.SaveDraft(by, key, operation.id()), outcome -> {
            if (outcome instanceof Outcome.Done done) {
                acknowledge(operation, done.event().sequence());
            }
        });
    }

    private void mark(SimulatedNode node) {
        RoomKey room = rooms.get(random.nextInt(rooms.size()));
        Actor by = random.nextBoolean() ? AUTHOR : OTHER;
        long readUpTo = 1L + random.nextInt(20);
        node.command(room, new Command.MarkRead(by, readUpTo), outcome -> {
            if (outcome instanceof Outcome.Done || outcome instanceof Outcome.Nothing) {
                markers.merge(new Reader(room, by.subject()), readUpTo, Math::max);
            }
        });
    }

    private String newId() {
        ids++;
        return "00000000-0000-7000-8000-%012d".formatted(ids);
    }

    /// Does something to a message, sometimes again.
    private void change(SimulatedNode node, Posted posted) {
        RoomKey room = posted.room();
        String message = posted.message();
        switch (random.nextInt(20)) {
            case 0 -> {
                Operation deletion = new Operation(room, "delete-" + message);
                node.command(room, new Command.Delete(AUTHOR, message), outcome -> takeDeletion(deletion, outcome));
            }
            case 7, 8 ->
                node.command(
                        room,
                        new Command.SetHidden(Program.MODERATION.actor(), message, random.nextBoolean()),
                        _ -> {});
            case 9 ->
                node.command(
                        room,
                        new Command.Report(OTHER, message, RoomEvent.ReportReason.SPAM, null),
                        outcome -> takeNumbered(room, "report-", outcome));
            case 1, 2, 3, 4, 5, 6 -> {
                Edit edit = edit(room, message);
                Command.Edit command = new Command.Edit(AUTHOR, edit.message(), edit.id(), List.of(), edit.id());
                node.command(room, command, outcome -> takeEdit(new Operation(room, edit.id()), outcome));
            }
            default -> {
                Actor by = random.nextBoolean() ? AUTHOR : OTHER;
                String emoji = random.nextBoolean() ? "+1" : "tada";
                node.command(room, new Command.React(by, message, emoji, random.nextInt(3) > 0), _ -> {});
            }
        }
    }

    /// Sometimes one that was sent before.
    private Edit edit(RoomKey room, String message) {
        if (lastEdit != null && lastEdit.room().equals(room) && random.nextInt(3) == 0) {
            return lastEdit;
        }
        operations++;
        Edit edit = new Edit(room, message, "edit-" + operations);
        lastEdit = edit;
        return edit;
    }

    private void takeEdit(Operation edit, Outcome outcome) {
        if (outcome instanceof Outcome.Changed || outcome instanceof Outcome.Repeated) {
            edited.add(edit);
        }
    }

    private void takeDeletion(Operation deletion, Outcome outcome) {
        switch (outcome) {
            case Outcome.Changed changed -> acknowledge(deletion, changed.sequence());
            case Outcome.Repeated repeated ->
                acknowledge(deletion, repeated.message().version());
            case Outcome.Done _, Outcome.Applied _, Outcome.Nothing _, Outcome.Refused _ -> {
                // As with messages.
            }
        }
    }

    private Operation operation() {
        if (!recent.isEmpty() && random.nextInt(10) < 3) {
            return List.copyOf(recent).get(random.nextInt(recent.size()));
        }
        if (!known.isEmpty() && random.nextInt(10) == 0) {
            return known.get(random.nextInt(known.size()));
        }
        operations++;
        Operation operation = new Operation(rooms.get(random.nextInt(rooms.size())), "op-" + operations);
        recent.addLast(operation);
        if (recent.size() > 8) {
            recent.removeFirst();
        }
        return operation;
    }

    private void take(Operation operation, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> {
                acknowledge(operation, done.event().sequence());
                if (done.event() instanceof MessagePosted posted) {
                    messages.add(new Posted(operation.room(), posted.message()));
                }
            }
            case Outcome.Repeated repeated ->
                acknowledge(operation, repeated.message().sequence());
            case Outcome.Changed _, Outcome.Applied _ -> violated("a message was changed instead of sent");
            case Outcome.Nothing _, Outcome.Refused _ -> {
                // It may have come to count or not: the client will send it again, or not.
            }
        }
    }

    private void acknowledge(Operation operation, long sequence) {
        Long before = acknowledged.putIfAbsent(operation, sequence);
        if (before == null && operation.id().startsWith("op-")) {
            known.add(operation);
        }
        if (before != null && before != sequence) {
            violated(operation.id() + " is acknowledged at " + before + " and at " + sequence);
        }
    }

    private void check() {
        Map<RoomKey, List<RoomEvent>> counted = counted();
        Map<Operation, Long> where = new HashMap<>();
        counted.values().stream().flatMap(List::stream).forEach(event -> {
            if (where.put(operation(event), event.sequence()) != null) {
                violated(operation(event).id() + " counts twice");
            }
        });
        edited.stream().filter(edit -> !where.containsKey(edit)).forEach(edit -> violated(edit.id() + " is lost"));
        acknowledged.forEach((operation, sequence) -> {
            if (!sequence.equals(where.get(operation))) {
                violated(operation.id() + " was acknowledged at " + sequence + " but the log says "
                        + where.get(operation));
            }
        });
        counted.values().forEach(this::checkAccess);
        store.rows()
                .forEach((room, rows) -> rows.forEach((sequence, row) -> {
                    List<RoomEvent> events = counted.getOrDefault(room, List.of());
                    if (sequence > events.size()
                            || !events.get((int) (sequence - 1)).equals(row)) {
                        violated("what is stored at " + sequence + " does not count");
                    }
                }));
        if (violation == null) {
            takeOver(counted);
        }
    }

    /// What counts was allowed where it stands in the log, also where the change that allowed it, or would
    /// have forbidden it, was only on its way when it was decided.
    private void checkAccess(List<RoomEvent> events) {
        RoomAccess access = SimulatedStore.access(events.subList(0, 1));
        for (RoomEvent event : events) {
            RoomAccess then = access;
            needed(event).ifPresent(role -> {
                String subject = subject(event);
                if (then.roleOf(subject, Instant.EPOCH)
                        .filter(has -> has.isAtLeast(role))
                        .isEmpty()) {
                    violated("event " + event.sequence() + " counts, which " + subject + " might not do there");
                }
            });
            if (access.settings().deleted() && !(event instanceof RoomEvent.MarkersMoved)) {
                violated("event " + event.sequence() + " counts, after the room was deleted");
            }
            if (access.settings().archived() && isNew(event)) {
                violated("event " + event.sequence() + " counts, while the room is archived");
            }
            if (event instanceof RoomEvent.AccessChange change) {
                access.apply(change);
            }
        }
    }

    /// Whether an archived room does not take it.
    private static boolean isNew(RoomEvent event) {
        return switch (event) {
            case MessagePosted _,
                    RoomEvent.MessageEdited _,
                    RoomEvent.MessageReacted _,
                    RoomEvent.DocumentChanged _,
                    RoomEvent.ObjectEvent _ -> true;
            case RoomEvent.RoomCreated _,
                    RoomEvent.MessageDeleted _,
                    RoomEvent.MessageHidden _,
                    RoomEvent.MessageShown _,
                    RoomEvent.AccessChange _,
                    RoomEvent.Personal _ -> false;
        };
    }

    /// The role that an event needs; empty if it is not a member's.
    private static Optional<RoomEvent.Role> needed(RoomEvent event) {
        return switch (event) {
            case MessagePosted _, RoomEvent.MessageEdited _, RoomEvent.MessageDeleted _, RoomEvent.MessageReacted _ ->
                Optional.of(RoomEvent.Role.COMMENTER);
            case RoomEvent.DraftSaved _, RoomEvent.MessageReported _ -> Optional.of(RoomEvent.Role.VIEWER);
            case RoomEvent.DocumentChanged _, RoomEvent.OperationsApplied _ -> Optional.of(RoomEvent.Role.EDITOR);
            case RoomEvent.SchemaChanged _, RoomEvent.AccessChange _ -> Optional.of(RoomEvent.Role.OWNER);
            // What was read is collected, and told later.
            case RoomEvent.RoomCreated _,
                    RoomEvent.MarkersMoved _,
                    RoomEvent.MessageHidden _,
                    RoomEvent.MessageShown _ -> Optional.empty();
        };
    }

    private static String subject(RoomEvent event) {
        return switch (event) {
            case RoomEvent.DraftSaved draft -> draft.subject();
            case RoomEvent.MessageReported reported -> reported.by().subject();
            case RoomEvent.AccessChange change -> change.by().subject();
            case RoomEvent.Act act -> act.actor().subject();
            case RoomEvent.MarkersMoved moved -> throw new IllegalArgumentException("nobody's: " + moved);
        };
    }

    private void checkFollower() {
        // Once more if it finds that it is another log.
        follower.read(log, log.size());
        follower.read(log, log.size());
        inTheLog().stream()
                .filter(event -> !follower.hasRead(event))
                .forEach(event ->
                        violated("event " + event.sequence() + " counts, and who follows the log passed over it"));
    }

    /// What the log says, by room, without gaps; where it has lost what was stored, that.
    private Map<RoomKey, List<RoomEvent>> counted() {
        Map<RoomKey, List<RoomEvent>> counted = new HashMap<>();
        for (RoomEvent event : inTheLog()) {
            List<RoomEvent> events = counted.computeIfAbsent(RoomKey.of(event), _ -> new ArrayList<>());
            if (powerFails) {
                addStored(events, RoomKey.of(event), event.sequence());
            }
            events.add(event);
            if (event.sequence() != events.size()) {
                violated("event " + event.sequence() + " where " + events.size() + " is due");
            }
        }
        if (powerFails) {
            store.rows()
                    .keySet()
                    .forEach(room ->
                            addStored(counted.computeIfAbsent(room, _ -> new ArrayList<>()), room, Long.MAX_VALUE));
        }
        return counted;
    }

    private void addStored(List<RoomEvent> events, RoomKey room, long before) {
        NavigableMap<Long, RoomEvent> rows = store.rows().getOrDefault(room, new TreeMap<>());
        for (RoomEvent row : rows.subMap(events.size() + 1L, Math.max(events.size() + 1L, before))
                .values()) {
            events.add(row);
        }
    }

    private List<RoomEvent> inTheLog() {
        RoomLogFilter filter = new RoomLogFilter();
        List<RoomEvent> events = new ArrayList<>();
        for (RoomLogEntry entry : log) {
            if (filter.counts(entry) && entry instanceof RoomLogEntry.Written written) {
                events.add(written.event());
            }
        }
        return events;
    }

    /// A new process takes over when everything is quiet: it must know all that counts.
    private void takeOver(Map<RoomKey, List<RoomEvent>> counted) {
        SimulatedNode last = new SimulatedNode(this, "z");
        last.assigned(from());
        for (int i = 0; i < 5 && !last.isOpen(); i++) {
            for (SimulatedNode.Sent record = last.nextSent(); record != null; record = last.nextSent()) {
                log.add(record.entry());
            }
            last.read(log.size());
        }
        if (!last.isOpen()) {
            violated("the shard cannot be opened");
        }
        if (powerFails) {
            checkFollower();
        }
        counted.forEach((key, events) -> {
            last.look(key, expecting(key, events));
            for (int i = 0; i < 20; i++) {
                last.load(random);
                last.look(key, expecting(key, events));
            }
        });
    }

    private Visit expecting(RoomKey key, List<RoomEvent> events) {
        boolean deleted = SimulatedStore.access(events).settings().deleted();
        return new Visit() {
            @Override
            public void enter(Room room, Fanout fanout) {
                if (deleted) {
                    violated("the last owner knows a room that was deleted");
                }
                Excerpt excerpt = room.excerpt(Span.newest(10_000));
                List<Message> stored = excerpt.missing()
                        .map(missing -> store.messages(key, missing))
                        .orElse(List.of());
                List<Message> present = excerpt.with(stored).messages();
                if (!present.equals(Fold.of(events))) {
                    violated("the last owner has other messages than the log says");
                }
                Document document = new Document();
                document.merge(SimulatedStore.changes(events));
                ObjectSet objects = SimulatedStore.objectsOf(events);
                if (!objects.schemas().equals(room.objects().schemas())) {
                    violated("the last owner has other schemas than the log says");
                }
                if (!SimulatedStore.stored(SimulatedStore.access(events))
                        .equals(SimulatedStore.stored(room.access()))) {
                    violated("the last owner lets others in than the log says");
                }
                if (!objects.changedAfter(0).equals(room.objects().changedAfter(0))) {
                    violated("the last owner has other objects than the log says");
                }
                for (Actor somebody : List.of(AUTHOR, OTHER)) {
                    if (room.readUpTo(somebody.subject())
                            < markers.getOrDefault(new Reader(key, somebody.subject()), 0L)) {
                        violated("the last owner does not know up to where somebody has read");
                    }
                    List<Draft> drafts =
                            Draft.newest(store.drafts(key, somebody.subject()), room.drafts(somebody.subject()));
                    if (!drafts.equals(Draft.newest(SimulatedStore.drafts(events, somebody.subject()), List.of()))) {
                        violated("the last owner has other drafts than the log says");
                    }
                }
                if (!hashes(document).equals(hashes(room.document()))) {
                    violated("the last owner has another document than the log says");
                }
            }

            @Override
            public void refused(Decision.Refused reason) {
                if (reason.equals(Decision.Refused.NOT_FOUND) && !deleted) {
                    violated("the last owner does not know a room");
                }
            }
        };
    }

    private static String hashes(Document document) {
        return MessageWriter.contentHashes("", document);
    }

    private static Operation operation(RoomEvent event) {
        return switch (event) {
            case RoomEvent.RoomCreated created -> new Operation(RoomKey.of(created), CREATION);
            case MessagePosted message -> new Operation(RoomKey.of(message), String.valueOf(message.clientId()));
            case RoomEvent.DocumentChanged changed -> new Operation(RoomKey.of(changed), changed.changes());
            case RoomEvent.MessageEdited edit ->
                new Operation(RoomKey.of(edit), edit.clientIds().getLast());
            case RoomEvent.MessageDeleted deletion ->
                new Operation(RoomKey.of(deletion), "delete-" + deletion.message());
            case RoomEvent.MessageHidden hidden -> new Operation(RoomKey.of(hidden), "hide-" + hidden.sequence());
            case RoomEvent.MessageShown shown -> new Operation(RoomKey.of(shown), "show-" + shown.sequence());
            case RoomEvent.MessageReported reported ->
                new Operation(RoomKey.of(reported), "report-" + reported.sequence());
            case RoomEvent.DraftSaved draft -> new Operation(RoomKey.of(draft), draft.content());
            case RoomEvent.MarkersMoved moved -> new Operation(RoomKey.of(moved), "markers-" + moved.sequence());
            case RoomEvent.MessageReacted reaction ->
                new Operation(RoomKey.of(reaction), "react-" + reaction.sequence());
            case RoomEvent.OperationsApplied applied ->
                new Operation(RoomKey.of(applied), String.valueOf(applied.clientId()));
            case RoomEvent.SchemaChanged changed -> new Operation(RoomKey.of(changed), "schema-" + changed.sequence());
            case RoomEvent.AccessChange change -> new Operation(RoomKey.of(change), "access-" + change.sequence());
        };
    }
}
