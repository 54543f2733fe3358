package dev.atrium.room.fanout;

import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.live.Live;
import dev.atrium.room.live.LiveCommand;
import dev.atrium.room.live.LiveFrame;
import dev.atrium.room.live.LiveView;
import dev.atrium.room.live.Member;
import dev.atrium.room.live.Tempo;
import dev.atrium.room.live.Told;
import dev.atrium.room.operation.HeldLock;
import dev.atrium.room.operation.HeldLocks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The live state of the rooms of one shard (RM-3, RM-4): lets it decide, and tells the members what has changed, at a
/// pace that the event loops can afford. It dies with the shard's stay at this node.
public final class LiveRooms {

    private static final Duration TIMER_SHORTEST = Duration.ofMillis(10);
    private static final Duration TIMER_LONGEST = Duration.ofSeconds(1);

    /// An epoch is no less than the seconds of the clock, and a shard grants fewer locks than 2^20 in a second.
    private static final int EPOCH_SHIFT = 20;

    /// How live frames reach the listeners.
    interface Outlet {

        /// To all listeners of a room.
        void send(RoomKey room, byte[] frame);

        /// To all listeners of a room; those that are behind may miss it.
        void offer(RoomKey room, byte[] frame);

        void tell(Listener listener, byte[] frame);

        /// At once, behind all that waits for the listeners of the room.
        void tellNow(RoomKey room, Listener listener, byte[] frame);

        /// After some of the above.
        void flush();

        /// How long it takes lately until what was flushed has left, with what else the event loops do meanwhile.
        Duration round();
    }

    private final Outlet outlet;
    private final Executor loop;
    private final BiConsumer<Duration, Runnable> later;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final Map<RoomKey, LiveRoom> rooms = new HashMap<>();
    private long sockets;
    /// The last one.
    private long token;

    LiveRooms(
            Outlet outlet,
            Executor loop,
            BiConsumer<Duration, Runnable> later,
            LongSupplier nanoTime,
            InstantSource clock) {
        this.outlet = outlet;
        this.loop = loop;
        this.later = later;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /// A number for a socket that no other one of the shard has or had.
    public long nextSocket() {
        return ++sockets;
    }

    /// The shard is written under this epoch now, which is higher than all before.
    public void opened(long newEpoch) {
        token = Math.max(token, newEpoch << EPOCH_SHIFT);
    }

    /// From now on the listener's member is in the room, until the listener leaves it. What changed before is in the
    /// frame that is returned; what is told later goes on from there. To be called together with [Fanout#join].
    ///
    /// @return the first frame for the listener
    public byte[] join(RoomKey key, Listener listener, Member member) {
        return Json.bytes(enter(key, listener, member).snapshot(member));
    }

    /// As [#join], of a silent member. To be called together with [Documents#join].
    public void attend(RoomKey key, Listener listener, Member member) {
        Live _ = enter(key, listener, member);
    }

    private Live enter(RoomKey key, Listener listener, Member member) {
        LiveRoom room = rooms.computeIfAbsent(key, this::open);
        room.add(listener, member);
        room.live().join(member);
        // The others are told of it after this, so that the snapshot comes first.
        loop.execute(() -> settle(room));
        return room.live();
    }

    /// Does what the listener's member wants; tells it if that is refused. On any thread.
    ///
    /// @param clientId of the frame, for the answer to it
    public void submit(RoomKey key, Listener listener, @Nullable String clientId, LiveCommand command) {
        loop.execute(() -> handle(key, listener, clientId, command));
    }

    /// Tells a listener everything, because it may have missed something: at the point in what it hears where this is
    /// how things are. On any thread.
    public void refresh(RoomKey key, Listener listener) {
        loop.execute(() -> refreshNow(key, listener));
    }

    /// As [#refresh], on the shard's event loop.
    void refreshNow(RoomKey key, Listener listener) {
        LiveRoom room = rooms.get(key);
        Member member = room == null ? null : room.member(listener);
        if (room != null && member != null) {
            outlet.tellNow(key, listener, Json.bytes(room.live().snapshot(member)));
        }
    }

    /// Tells all members how far work for their room is; where nobody is, nobody hears of it. On any thread.
    public void show(RoomKey key, LiveFrame.Progress progress) {
        loop.execute(() -> {
            LiveRoom room = rooms.get(key);
            if (room != null) {
                room.live().show(progress);
                settle(room);
            }
        });
    }

    /// What is seen from outside. On the shard's event loop.
    ///
    /// @param page of the people, by subject
    public LiveView view(RoomKey key, PageRequest page) {
        LiveRoom room = rooms.get(key);
        return (room == null ? new Live(this::nextToken) : room.live()).view(page);
    }

    /// Who holds which lock of a room. On the shard's event loop, and only until something else happens
    /// there.
    public HeldLocks locks(RoomKey key) {
        LiveRoom room = rooms.get(key);
        return room == null
                ? HeldLocks.NONE
                : name -> room.live()
                        .lock(name, clock.millis())
                        .map(lock -> new HeldLock(lock.name(), lock.holder(), lock.token(), lock.expiresAt()));
    }

    /// How many people are in a room.
    int people(RoomKey key) {
        LiveRoom room = rooms.get(key);
        return room == null ? 0 : room.live().people();
    }

    /// The listener's member may do this from now on. To be followed by [#settle].
    ///
    /// @return whether the listener must hear that it is something else than before
    boolean become(RoomKey key, Listener listener, Role role) {
        LiveRoom room = rooms.get(key);
        Member member = room == null ? null : room.member(listener);
        if (room == null || member == null) {
            return false;
        }
        boolean isNews = member.role() != role && !member.isSilent();
        room.live().become(member, listener.caller(), role, clock.millis());
        return isNews;
    }

    /// Those who vanished keep what they held for a while, unless they may not hold it any more.
    ///
    /// @param roles of people, by their subjects
    void review(RoomKey key, Function<String, Optional<Role>> roles) {
        LiveRoom room = rooms.get(key);
        if (room != null && room.live().review(roles, clock.millis())) {
            settle(room);
        }
    }

    /// After members may do something else: tells what is due.
    void settle(RoomKey key) {
        LiveRoom room = rooms.get(key);
        if (room != null) {
            settle(room);
        }
    }

    /// The listener must leave, and what its member holds is free at once.
    void expel(RoomKey key, Listener listener) {
        LiveRoom room = rooms.get(key);
        Member member = room == null ? null : room.remove(listener);
        if (room != null && member != null) {
            room.live().quit(member, clock.millis());
            settle(room);
        }
    }

    /// The listener is gone; what its member holds stays for a while, unless its client is done.
    void leave(RoomKey key, Listener listener) {
        LiveRoom room = rooms.get(key);
        Member member = room == null ? null : room.remove(listener);
        if (room != null && member != null) {
            if (listener.isDone()) {
                room.live().quit(member, clock.millis());
            } else {
                room.live().leave(member, clock.millis());
            }
            settle(room);
        }
    }

    void close() {
        rooms.clear();
    }

    private LiveRoom open(RoomKey key) {
        return new LiveRoom(key, new Live(this::nextToken), new Pace(later, nanoTime), new Pace(later, nanoTime));
    }

    private void handle(RoomKey key, Listener listener, @Nullable String clientId, LiveCommand command) {
        LiveRoom room = rooms.get(key);
        Member member = room == null ? null : room.member(listener);
        if (room == null || member == null) {
            return;
        }
        room.live()
                .handle(member, command, clientId, clock.millis())
                .ifPresent(refused -> outlet.tell(
                        listener,
                        FrameText.of(new ServerFrame.Refusal(clientId, Problem.of(refused.type(), refused.detail())))));
        settle(room);
    }

    /// Rises also when another node takes over the shard, because that has a higher epoch. Below 2^53, so that every
    /// JSON parser can read it, until the year 2242.
    private long nextToken() {
        return ++token;
    }

    /// After something happened: tells what is due, and sees to it that the rest is told in time.
    private void settle(LiveRoom room) {
        if (rooms.get(room.key()) != room) {
            return;
        }
        if (room.live().isEmpty()) {
            rooms.remove(room.key());
            return;
        }
        for (Told told : room.live().drainTold()) {
            room.listener(told.to()).ifPresent(listener -> outlet.tell(listener, Json.bytes(told.frame())));
        }
        for (Tempo tempo : Tempo.values()) {
            room.whenDue(tempo, outlet.round(), () -> tell(room, tempo));
        }
        startTimer(room);
        outlet.flush();
    }

    private void tell(LiveRoom room, Tempo tempo) {
        for (LiveFrame frame : room.live().drain(tempo)) {
            if (tempo == Tempo.NOW) {
                outlet.send(room.key(), Json.bytes(frame));
            } else {
                outlet.offer(room.key(), Json.bytes(frame));
            }
        }
        // Called from a timer, too; and something may be left.
        settle(room);
    }

    /// One timer a room at most: what ends by itself lasts longer than its longest delay.
    private void startTimer(LiveRoom room) {
        if (room.isTimed() || room.live().nextMillis() == Long.MAX_VALUE) {
            return;
        }
        room.timed(true);
        long leftMillis = room.live().nextMillis() - clock.millis();
        later.accept(
                Duration.ofMillis(Math.clamp(leftMillis, TIMER_SHORTEST.toMillis(), TIMER_LONGEST.toMillis())), () -> {
                    room.timed(false);
                    room.live().expire(clock.millis());
                    settle(room);
                });
    }
}
