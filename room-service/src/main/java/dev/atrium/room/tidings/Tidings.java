package dev.atrium.room.tidings;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.room.chat.RoomKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What is new in the rooms of one shard, for those who are elsewhere: collected, so that each room is told
/// of once a second. Only for the shard's event loop.
public final class Tidings {

    private static final Duration GAP = Duration.ofSeconds(1);

    /// Most characters of names that are collected for a room; then it is told of at once, so that one
    /// record holds them.
    private static final int CHARACTERS_MAX = 200_000;

    private final BiConsumer<Duration, Runnable> later;
    private final Consumer<Event.RoomTidings> outlet;
    private final Map<RoomKey, Collected> rooms = new LinkedHashMap<>();
    private boolean scheduled;

    private static final class Collected {

        private final Map<String, Integer> messages = new HashMap<>();
        private final Set<String> mentioned = new LinkedHashSet<>();
        private final Map<String, Long> readUpTo = new HashMap<>();
        /// Whether they are members now, by subjects.
        private final Map<String, Boolean> members = new LinkedHashMap<>();
        private long sequence;
        private int characters;

        private Event.RoomTidings told(RoomKey room) {
            return new Event.RoomTidings(
                    room.tenant(),
                    room.room(),
                    sequence,
                    messages,
                    List.copyOf(mentioned),
                    readUpTo,
                    members(true),
                    members(false));
        }

        private List<String> members(boolean now) {
            return members.entrySet().stream()
                    .filter(entry -> entry.getValue() == now)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /// @param later runs a task on the shard's event loop after a while
    /// @param outlet must not block
    public Tidings(BiConsumer<Duration, Runnable> later, Consumer<Event.RoomTidings> outlet) {
        this.later = later;
        this.outlet = outlet;
    }

    /// An event counts.
    public void add(RoomEvent event) {
        switch (event) {
            case RoomEvent.MessagePosted message -> add(message);
            case RoomEvent.MarkersMoved moved ->
                moved.readUpTo().forEach((subject, readUpTo) -> {
                    Collected collected = collect(moved);
                    collected.readUpTo.merge(subject, readUpTo, Math::max);
                    collected.characters += subject.length();
                    tellIfFull(RoomKey.of(moved));
                });
            case RoomEvent.RoomCreated created ->
                member(created, created.owner().subject(), true);
            case RoomEvent.MemberSet set -> member(set, set.member().subject(), true);
            case RoomEvent.MemberJoined joined -> member(joined, joined.by().subject(), true);
            case RoomEvent.MemberRemoved removed -> member(removed, removed.subject(), false);
            case RoomEvent.MemberBanned banned -> member(banned, banned.subject(), false);
            case RoomEvent.AccessChange _,
                    RoomEvent.MessageChange _,
                    RoomEvent.MessageReported _,
                    RoomEvent.DocumentChanged _,
                    RoomEvent.OperationsApplied _,
                    RoomEvent.SchemaChanged _,
                    RoomEvent.DraftSaved _ -> {
                // Nothing to read, or not for those who are elsewhere.
            }
        }
    }

    /// Tells everything that is collected.
    public void close() {
        List.copyOf(rooms.keySet()).forEach(this::tell);
    }

    private void add(RoomEvent.MessagePosted message) {
        Collected collected = collect(message);
        String sender = message.sender().subject();
        if (collected.messages.merge(sender, 1, Integer::sum) == 1) {
            collected.characters += sender.length();
        }
        for (String handle : message.mentions()) {
            if (!handle.equals(message.sender().handle()) && collected.mentioned.add(handle)) {
                collected.characters += handle.length();
            }
        }
        tellIfFull(RoomKey.of(message));
    }

    private void member(RoomEvent event, String subject, boolean now) {
        if (Teams.isTeam(subject)) {
            return;
        }
        collect(event).members.put(subject, now);
        if (!now) {
            // Who is sent out should hear nothing more.
            tell(RoomKey.of(event));
        }
    }

    private Collected collect(RoomEvent event) {
        Collected collected = rooms.computeIfAbsent(RoomKey.of(event), _ -> new Collected());
        collected.sequence = Math.max(collected.sequence, event.sequence());
        if (!scheduled) {
            scheduled = true;
            later.accept(GAP, () -> {
                scheduled = false;
                close();
            });
        }
        return collected;
    }

    private void tellIfFull(RoomKey room) {
        Collected collected = rooms.get(room);
        if (collected != null && collected.characters >= CHARACTERS_MAX) {
            tell(room);
        }
    }

    private void tell(RoomKey room) {
        Collected collected = rooms.remove(room);
        if (collected != null) {
            outlet.accept(collected.told(room));
        }
    }
}
