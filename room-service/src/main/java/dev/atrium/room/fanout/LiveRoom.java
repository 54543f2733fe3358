package dev.atrium.room.fanout;

import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.live.Live;
import dev.atrium.room.live.Member;
import dev.atrium.room.live.Tempo;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The live state of one room, whose members listen, and when what has changed is told.
final class LiveRoom {

    private static final Duration CALM_GAP = Duration.ofMillis(50);

    private final RoomKey key;
    private final Live live;
    private final Pace calm;
    private final Pace quick;
    private final Map<Listener, Member> members = new HashMap<>();
    /// The same the other way round.
    private final Map<Member, Listener> listeners = new HashMap<>();
    private final QuickPace quickPace = new QuickPace();
    private boolean timed;

    LiveRoom(RoomKey key, Live live, Pace calm, Pace quick) {
        this.key = key;
        this.live = live;
        this.calm = calm;
        this.quick = quick;
    }

    RoomKey key() {
        return key;
    }

    Live live() {
        return live;
    }

    void add(Listener listener, Member member) {
        members.put(listener, member);
        listeners.put(member, listener);
    }

    @Nullable
    Member member(Listener listener) {
        return members.get(listener);
    }

    /// @return null if it was not there
    @Nullable
    Member remove(Listener listener) {
        Member member = members.remove(listener);
        if (member != null) {
            listeners.remove(member);
        }
        return member;
    }

    /// Who listens for a member, if anybody does any more.
    Optional<Listener> listener(Member member) {
        return Optional.ofNullable(listeners.get(member));
    }

    /// Whether a timer runs that lets end what ends by itself.
    boolean isTimed() {
        return timed;
    }

    void timed(boolean running) {
        timed = running;
    }

    /// Runs this when it is time to tell what has changed, if something has.
    ///
    /// @param round how long it takes lately until a round of live frames has left
    void whenDue(Tempo tempo, Duration round, Runnable tell) {
        if (live.waiting(tempo) > 0) {
            switch (tempo) {
                case NOW -> tell.run();
                case CALM -> calm.run(CALM_GAP, tell);
                case QUICK ->
                    quick.run(quickPace.gap(round), () -> {
                        quickPace.round(live.waiting(tempo));
                        tell.run();
                    });
            }
        }
    }
}
