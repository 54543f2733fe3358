package dev.atrium.room.fanout;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.chat.Answered;
import dev.atrium.room.chat.Marker;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells listeners what happens in the rooms of one shard. What all listeners of a room get is encoded once and shared;
/// what was collected is handed over with one task per event loop. Only for the shard's event loop.
///
/// Sends at once when idle, and the more seldom the busier the event loops are: joining frames is what makes a busy
/// room cheap.
public final class Fanout {

    /// Least time between two flushes.
    private static final Duration TICK = Duration.ofMillis(2);
    /// As many times as long as the last flush took, the next one waits.
    private static final int PAUSES_PER_FLUSH = 2;
    /// But not longer than this, whatever has held up the event loop.
    private static final Duration LONGEST_TICK = Duration.ofMillis(20);
    /// A single hold-up must not slow live frames down for long.
    private static final int SMOOTHING = 8;

    /// In a room with more people nobody is told how far the others have read.
    private static final int SEEN_BY_MAX = 100;

    private final Executor loop;
    private final BiConsumer<Duration, Runnable> later;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final Map<RoomKey, RoomListeners> byRoom = new HashMap<>();
    private final Set<RoomListeners> waiting = new HashSet<>();
    private final Map<Listener, List<byte[]>> told = new HashMap<>();
    private final Documents documents;
    private final LiveRooms live;
    private @Nullable Whole whole;
    private long flushedAtNanos;
    private boolean scheduled;
    /// How long it took lately from handing a flush over until an event loop had sent its part. So it also
    /// grows while the loop, or the processor, is busy with something else. Written by the listeners' event
    /// loops; whichever comes last will do, because a room's listeners are spread evenly.
    private volatile long flushNanos;
    /// The same, smoothed.
    private long roundNanos;

    /// All of a room after something that happened in it, as a frame.
    private record Whole(RoomKey room, long sequence, byte[] frame) {}

    /// @param loop runs a task on the shard's event loop
    /// @param later runs a task there after a while
    /// @param nanoTime as [System#nanoTime]
    /// @param clock for what clients see of time
    public Fanout(Executor loop, BiConsumer<Duration, Runnable> later, LongSupplier nanoTime, InstantSource clock) {
        this.loop = loop;
        this.later = later;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.flushedAtNanos = nanoTime.getAsLong() - TICK.toNanos();
        this.documents = new Documents(later, nanoTime, this::flush);
        this.live = new LiveRooms(new LiveOutlet(), loop, later, nanoTime, clock);
    }

    /// What lives in the rooms only while somebody listens.
    public LiveRooms live() {
        return live;
    }

    /// From now on the listener gets what happens in the room.
    public void join(RoomKey room, Listener listener) {
        RoomListeners present = byRoom.computeIfAbsent(room, _ -> new RoomListeners());
        // What waits was already there when the listener came: it is for the others only.
        if (waiting.remove(present)) {
            deliver(List.of(present));
        }
        present.add(listener);
    }

    /// Soon the listener will get nothing more from the room; nothing happens if it did not listen. On any thread.
    public void leave(RoomKey room, Listener listener) {
        loop.execute(() -> remove(room, listener));
    }

    /// A frame about all of a room. The last one is kept: where many come back at once, it is encoded once.
    ///
    /// @param frame a function of what has happened in the room
    public byte[] whole(RoomKey key, Room room, Function<Room, ServerFrame> frame) {
        Whole present = whole;
        if (present == null || !present.room().equals(key) || present.sequence() != room.sequence()) {
            present = new Whole(key, room.sequence(), FrameText.of(frame.apply(room)));
            whole = present;
        }
        return present.frame();
    }

    /// As [LiveRooms#refresh], with all of the room before it. On the shard's event loop.
    ///
    /// @param frame a function of what has happened in the room
    public void refresh(RoomKey key, Room room, Listener listener, Function<Room, ServerFrame> frame) {
        tell(listener, whole(key, room, frame));
        live.refreshNow(key, listener);
    }

    public boolean isHeard(RoomKey room) {
        return byRoom.containsKey(room) || documents.isHeard(room);
    }

    /// Those who share the rooms' documents.
    public Documents documents() {
        return documents;
    }

    /// Tells everybody in the room of an event that counts.
    ///
    /// @param answered what a message answers, with what is left of the answers to that; null if it answers
    ///     nothing, or that is not known
    public void publish(RoomEvent event, @Nullable Answered answered) {
        switch (event) {
            case RoomEvent.RoomCreated _ -> {
                // Nobody can listen to a room before it exists.
            }
            case RoomEvent.MessagePosted message -> publish(message, answered);
            case RoomEvent.DocumentChanged changed -> documents.publish(changed);
            case RoomEvent.OperationsApplied applied -> publish(applied);
            case RoomEvent.SchemaChanged _ -> {
                // Who writes objects will hear of it when it matters.
            }
            case RoomEvent.MarkersMoved moved -> publish(moved);
            case RoomEvent.DraftSaved draft ->
                tellOwn(
                        RoomKey.of(draft),
                        draft.subject(),
                        new ServerFrame.Draft(draft.key(), draft.content(), draft.sequence()));
            case RoomEvent.MessageReported _ -> {
                // Nobody in the room is to know.
            }
            case RoomEvent.MessageChange _, RoomEvent.AccessChange _ -> {
                // What listeners get is not in the event alone.
            }
        }
    }

    /// Tells everybody in the room that something happened to a message.
    ///
    /// @param answered as above
    public void publish(Message message, @Nullable Answered answered) {
        RoomListeners present = byRoom.get(RoomKey.of(message.posted()));
        if (present != null) {
            present.queueChanged(
                    message.posted().message(), FrameText.of(ServerFrame.MessageChanged.of(message, answered)));
            waiting.add(present);
        }
    }

    /// What the listener's person will hear of what was published last in the room, it knows itself: it wanted it.
    public void authored(RoomKey room, Listener listener) {
        RoomListeners present = byRoom.get(room);
        if (present != null) {
            present.own().authored(listener);
        }
    }

    /// Whether everybody in the room hears how far the others have read.
    public boolean tellsMarkers(RoomKey room) {
        return live.people(room) <= SEEN_BY_MAX;
    }

    /// Sends those out of the room who may not be there any more, tells the others of the change that counts, and lets
    /// them do what they may do now.
    ///
    /// @param room as it is now
    public void publish(RoomEvent.AccessChange change, Room room) {
        RoomKey key = RoomKey.of(change);
        live.review(key, subject -> room.access().roleOf(subject, clock.instant()));
        if (!isHeard(key)) {
            return;
        }
        List<Listener> concerned = concerned(key, change);
        if (!concerned.isEmpty()) {
            // What came before the change is for those who are sent away, too.
            flushNow();
        }
        if (change instanceof RoomEvent.RoomDeleted) {
            concerned.forEach(listener -> {
                live.expel(key, listener);
                remove(key, listener);
                listener.gone();
            });
            return;
        }
        for (Listener listener : concerned) {
            if (RoomAccess.expels(change, listener.caller())) {
                expel(key, listener);
            } else {
                follow(key, room, listener);
            }
        }
        live.settle(key);
        RoomListeners present = byRoom.get(key);
        if (present != null) {
            AccessFrames.of(change, room.view()).map(FrameText::of).ifPresent(present::queue);
            waiting.add(present);
        }
    }

    /// Lets a listener do what its caller may do now, which may be to leave. On the shard's event loop.
    public void review(RoomKey key, Room room, Listener listener) {
        follow(key, room, listener);
        live.settle(key);
    }

    private void follow(RoomKey key, Room room, Listener listener) {
        Optional<RoomEvent.Role> role = room.roleOf(listener.caller(), clock.instant());
        if (role.isEmpty()) {
            expel(key, listener);
            return;
        }
        listener.become(role.get());
        if (live.become(key, listener, role.get())) {
            tell(listener, new ServerFrame.Rights(ServerFrame.You.of(listener.caller(), role.get())));
        }
    }

    /// Those who may do something else now, perhaps. In a room of thousands each may come and go: it must cost nothing
    /// for those whom it does not concern.
    private List<Listener> concerned(RoomKey room, RoomEvent.AccessChange change) {
        return switch (change) {
            case RoomEvent.RoomChanged _, RoomEvent.RoomArchived _, RoomEvent.RoomDeleted _ -> listeners(room);
            case RoomEvent.MemberSet set -> listeners(room, set.member().subject());
            case RoomEvent.MemberJoined joined -> listeners(room, joined.by().subject());
            case RoomEvent.MemberRemoved removed -> listeners(room, removed.subject());
            case RoomEvent.MemberBanned banned -> listeners(room, banned.subject());
            case RoomEvent.MemberUnbanned unbanned -> listeners(room, unbanned.subject());
            case RoomEvent.LinkMade _, RoomEvent.LinkRevoked _ -> List.of();
        };
    }

    private List<Listener> listeners(RoomKey room, String subject) {
        RoomListeners present = byRoom.get(room);
        return Stream.concat(
                        present == null ? Stream.empty() : present.of(subject).stream(),
                        documents.listeners(room, subject))
                .toList();
    }

    private List<Listener> listeners(RoomKey room) {
        RoomListeners present = byRoom.get(room);
        return Stream.concat(present == null ? Stream.empty() : present.listeners(), documents.listeners(room))
                .toList();
    }

    private void expel(RoomKey room, Listener listener) {
        live.expel(room, listener);
        remove(room, listener);
        listener.expelled();
    }

    /// Sends everybody in the room away, so that they come back and get what they missed.
    public void scatter(RoomKey room) {
        RoomListeners present = byRoom.remove(room);
        if (present != null) {
            deliver(waiting.remove(present) ? List.of(present) : List.of());
            present.listeners().forEach(Listener::moved);
        }
    }

    /// Tells one listener something, in the order of the calls.
    public void tell(Listener listener, ServerFrame frame) {
        tell(listener, FrameText.of(frame));
    }

    private void tell(Listener listener, byte[] frame) {
        told.computeIfAbsent(listener, _ -> new ArrayList<>()).add(frame);
    }

    /// Sends what was collected: now, or at the end of the tick.
    public void flush() {
        if (scheduled || (waiting.isEmpty() && told.isEmpty() && !documents.isWaiting())) {
            return;
        }
        long leftNanos = tickNanos() - (nanoTime.getAsLong() - flushedAtNanos);
        if (leftNanos <= 0) {
            flushNow();
        } else {
            scheduled = true;
            later.accept(Duration.ofNanos(leftNanos), () -> {
                scheduled = false;
                flushNow();
            });
        }
    }

    private long tickNanos() {
        return Math.clamp(PAUSES_PER_FLUSH * flushNanos, TICK.toNanos(), LONGEST_TICK.toNanos());
    }

    /// Sends the last things. Nobody is told anything more, but by what is returned: that the rooms are no longer
    /// served here.
    public Runnable close() {
        flushNow();
        List<Listener> all = Stream.concat(
                        byRoom.values().stream().flatMap(RoomListeners::listeners), documents.listeners())
                .toList();
        byRoom.clear();
        documents.clear();
        live.close();
        return () -> all.forEach(Listener::moved);
    }

    private void publish(RoomEvent.MessagePosted message, @Nullable Answered answered) {
        RoomListeners present = byRoom.get(RoomKey.of(message));
        if (present != null) {
            present.queue(FrameText.of(new ServerFrame.Message(MessageView.of(message), answered)));
            waiting.add(present);
        }
        String draft = message.draft();
        if (draft != null) {
            tellOwn(
                    RoomKey.of(message),
                    message.sender().subject(),
                    new ServerFrame.Draft(draft, "", message.sequence()));
        }
    }

    private void publish(RoomEvent.MarkersMoved moved) {
        RoomKey room = RoomKey.of(moved);
        RoomListeners present = byRoom.get(room);
        if (present == null) {
            return;
        }
        if (tellsMarkers(room)) {
            List<Marker> markers = moved.readUpTo().entrySet().stream()
                    .map(entry -> new Marker(entry.getKey(), entry.getValue()))
                    .toList();
            // Who is behind gets these, too: nothing later would tell it.
            present.queue(FrameText.of(new ServerFrame.Markers(markers)));
            waiting.add(present);
        } else {
            moved.readUpTo()
                    .forEach((subject, readUpTo) ->
                            tellOwn(room, subject, new ServerFrame.Markers(List.of(new Marker(subject, readUpTo)))));
        }
    }

    private void tellOwn(RoomKey room, String subject, ServerFrame frame) {
        RoomListeners present = byRoom.get(room);
        if (present != null) {
            present.own().queue(subject, FrameText.of(frame));
            waiting.add(present);
        }
    }

    private void publish(RoomEvent.OperationsApplied applied) {
        RoomListeners present = byRoom.get(RoomKey.of(applied));
        if (present != null && !applied.changes().isEmpty()) {
            present.queue(FrameText.of(ServerFrame.Operations.of(applied)));
            waiting.add(present);
        }
    }

    private void remove(RoomKey room, Listener listener) {
        told.remove(listener);
        documents.remove(room, listener);
        RoomListeners present = byRoom.get(room);
        if (present != null) {
            present.remove(listener);
            if (present.isEmpty()) {
                byRoom.remove(room);
                waiting.remove(present);
            }
        }
        live.leave(room, listener);
    }

    private void flushNow() {
        flushedAtNanos = nanoTime.getAsLong();
        roundNanos += (flushNanos - roundNanos) / SMOOTHING;
        List<RoomListeners> toFlush = List.copyOf(waiting);
        Map<Listener, List<byte[]>> toTell = Map.copyOf(told);
        waiting.clear();
        told.clear();
        // Whoever waits for an answer should not also wait until a whole room has heard of it.
        answer(toTell);
        deliver(toFlush);
    }

    private static void answer(Map<Listener, List<byte[]>> told) {
        Map<EventLoop, List<Delivery>> byLoop = new HashMap<>();
        told.forEach((listener, frames) -> byLoop.computeIfAbsent(listener.loop(), _ -> new ArrayList<>())
                .add(new Delivery(new Listener[] {listener}, FrameText.join(frames), false)));
        byLoop.forEach((loop, some) -> loop.execute(() -> some.forEach(Delivery::deliver)));
    }

    private void deliver(List<RoomListeners> rooms) {
        Map<EventLoop, List<Delivery>> byLoop = new HashMap<>();
        BiConsumer<EventLoop, Delivery> deliveries = (loop, delivery) ->
                byLoop.computeIfAbsent(loop, _ -> new ArrayList<>()).add(delivery);
        rooms.forEach(room -> room.flush(deliveries));
        documents.flush(deliveries);
        long handedOver = nanoTime.getAsLong();
        byLoop.forEach((loop, some) -> loop.execute(() -> {
            some.forEach(Delivery::deliver);
            flushNanos = nanoTime.getAsLong() - handedOver;
        }));
    }

    private final class LiveOutlet implements LiveRooms.Outlet {

        @Override
        public void send(RoomKey room, byte[] frame) {
            RoomListeners present = byRoom.get(room);
            if (present != null) {
                present.queue(frame);
                waiting.add(present);
            }
        }

        @Override
        public void offer(RoomKey room, byte[] frame) {
            RoomListeners present = byRoom.get(room);
            if (present != null) {
                present.queueSkippable(frame);
                waiting.add(present);
            }
        }

        @Override
        public void tell(Listener listener, byte[] frame) {
            Fanout.this.tell(listener, frame);
        }

        @Override
        public void tellNow(RoomKey room, Listener listener, byte[] frame) {
            Fanout.this.tell(listener, frame);
            RoomListeners present = byRoom.get(room);
            List<RoomListeners> due = present != null && waiting.remove(present) ? List.of(present) : List.of();
            deliver(due);
            answer(Map.of(listener, Objects.requireNonNull(told.remove(listener))));
        }

        @Override
        public void flush() {
            Fanout.this.flush();
        }

        @Override
        public Duration round() {
            return Duration.ofNanos(roundNanos);
        }
    }
}
