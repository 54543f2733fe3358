package dev.atrium.room.live;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.chat.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The live state of one room (RM-3, RM-4, RM-13), and what else only those see who are there. Deterministic, without
/// I/O, threads or clocks; not thread-safe.
///
/// What all members must hear is collected, latest wins, until it is drained; [#snapshot] is what one must hear who
/// comes in or has missed something. Times are milliseconds since the epoch.
public final class Live {

    private final Set<Member> members = new HashSet<>();
    private final Presence presence = new Presence();
    private final Typing typing = new Typing();
    private final Cursors cursors = new Cursors();
    private final Locks locks;
    private final Playback playback = new Playback();
    private final Frames frames = new Frames();
    private final Works works = new Works();

    /// @param tokens each is higher than all before, also those of earlier writers of the room
    public Live(LongSupplier tokens) {
        this.locks = new Locks(tokens);
    }

    public void join(Member member) {
        if (members.add(member)) {
            presence.join(member);
        }
    }

    /// The member's socket is gone; its person may come back for what it holds.
    public void leave(Member member, long nowMillis) {
        if (members.remove(member)) {
            presence.leave(member);
            typing.leave(member);
            cursors.leave(member);
            locks.leave(member, nowMillis);
            frames.leave(member);
        }
    }

    /// The member may do this from now on; what it may not do any more ends.
    ///
    /// @param caller the same one, with the credential that counts now
    public void become(Member member, Caller caller, Role role, long nowMillis) {
        if (!members.contains(member)) {
            return;
        }
        member.become(caller, role);
        presence.rename(member);
        if (!role.isAtLeast(Role.EDITOR)) {
            locks.revoke(member, nowMillis);
            frames.leave(member);
        }
        if (!role.isAtLeast(Role.COMMENTER)) {
            typing.leave(member);
            cursors.leave(member);
        }
    }

    /// What those hold whose sockets are gone is free at once where they may hold nothing any more.
    ///
    /// @param roles of people, by their subjects; those who are here are not asked for
    /// @return whether anything is free by it
    public boolean review(Function<String, Optional<Role>> roles, long nowMillis) {
        return locks.revokeOrphaned(
                subject -> roles.apply(subject)
                        .filter(role -> role.isAtLeast(Role.EDITOR))
                        .isPresent(),
                nowMillis);
    }

    /// The member is gone for good, because it said so or was sent away: what it holds is free at once.
    public void quit(Member member, long nowMillis) {
        locks.revoke(member, nowMillis);
        leave(member, nowMillis);
    }

    /// Does what a member wants.
    ///
    /// @param clientId of the wish, for what the member hears of it
    /// @return why not, if it is refused
    public Optional<Decision.Refused> handle(
            Member member, LiveCommand command, @Nullable String clientId, long nowMillis) {
        if (!members.contains(member)) {
            return Optional.empty();
        }
        // A lease that is over must not count, even if nobody has looked at the clock since.
        expire(nowMillis);
        return mayNot(member, command).or(() -> permitted(member, command, clientId, nowMillis));
    }

    /// Somebody's work for the room is so far.
    public void show(LiveFrame.Progress progress) {
        works.show(progress);
    }

    /// Lets end what is over by itself.
    public void expire(long nowMillis) {
        typing.expire(nowMillis);
        locks.expire(nowMillis);
        frames.expire(nowMillis);
    }

    /// When [#expire] has something to do; [Long#MAX_VALUE] if never.
    public long nextMillis() {
        return Math.min(Math.min(typing.nextMillis(), locks.nextMillis()), frames.nextMillis());
    }

    /// Whether nothing is left that anybody could miss.
    public boolean isEmpty() {
        return members.isEmpty() && locks.isEmpty();
    }

    /// How many changes wait to be told.
    public int waiting(Tempo tempo) {
        return switch (tempo) {
            case NOW -> locks.changed() + (playback.isDirty() ? 1 : 0);
            case CALM -> (presence.isDirty() ? 1 : 0) + (typing.isDirty() ? 1 : 0) + works.waiting() + locks.moved();
            case QUICK -> cursors.changed() + frames.waiting();
        };
    }

    /// What all members must hear now. Something may be left for the next time, and something to [#drainTold] be new.
    public List<LiveFrame> drain(Tempo tempo) {
        return switch (tempo) {
            case NOW -> present(locks.drain(), playback.drain());
            case CALM -> {
                locks.tellMoved();
                yield Stream.concat(present(presence.drain(), typing.drain()).stream(), works.drain().stream())
                        .toList();
            }
            case QUICK ->
                Stream.concat(cursors.drain().stream(), frames.drain().stream()).toList();
        };
    }

    /// What single members must hear now.
    public List<Told> drainTold() {
        return locks.drainTold();
    }

    /// Who holds a lock now.
    public Optional<LockView> lock(String name, long nowMillis) {
        // A lease that is over must not count, even if nobody has looked at the clock since.
        expire(nowMillis);
        return locks.find(name);
    }

    /// How many people are here.
    public int people() {
        return presence.people();
    }

    /// How many sockets are here.
    public int sockets() {
        return members.size();
    }

    /// Everything that a member must know.
    public LiveFrame.Snapshot snapshot(Member member) {
        return new LiveFrame.Snapshot(
                member.socket(), view(new PageRequest(LiveLimits.SNAPSHOT_MAX, null)), cursors.view(), frames.view());
    }

    /// @param page of the people, by subject
    public LiveView view(PageRequest page) {
        return new LiveView(
                presence.people(),
                presence.viewers(),
                presence.page(page),
                typing.view(),
                locks.view(),
                playback.view());
    }

    private static Optional<Decision.Refused> mayNot(Member member, LiveCommand command) {
        if (command instanceof LiveCommand.Watch && !member.isRelay()) {
            return Optional.of(new Decision.Refused(ProblemType.FORBIDDEN, "Only nodes may relay rooms."));
        }
        return command instanceof LiveCommand.Watch ? Optional.empty() : member.mayNot(needed(command));
    }

    private static Role needed(LiveCommand command) {
        return switch (command) {
            case LiveCommand.Appear _, LiveCommand.Watch _ -> Role.VIEWER;
            case LiveCommand.Type _, LiveCommand.Point _ -> Role.COMMENTER;
            case LiveCommand.Acquire _,
                    LiveCommand.Renew _,
                    LiveCommand.Release _,
                    LiveCommand.Play _,
                    LiveCommand.Show _ -> Role.EDITOR;
            case LiveCommand.Steal _ -> Role.OWNER;
        };
    }

    private Optional<Decision.Refused> permitted(
            Member member, LiveCommand command, @Nullable String clientId, long nowMillis) {
        return switch (command) {
            case LiveCommand.Appear appearance -> done(() -> presence.appear(member, appearance));
            case LiveCommand.Type(boolean types) when types -> done(() -> typing.start(member, nowMillis));
            case LiveCommand.Type _ -> done(() -> typing.stop(member));
            case LiveCommand.Point(String json) -> done(() -> cursors.point(member, json));
            case LiveCommand.Acquire wish -> locks.acquire(member, wish, clientId, nowMillis);
            case LiveCommand.Renew(String name, long ttlMillis) ->
                locks.renew(member, name, ttlMillis, clientId, nowMillis);
            case LiveCommand.Release(String name) -> locks.release(member, name, clientId, nowMillis);
            case LiveCommand.Play wish ->
                playback.play(member, locks.isHeldBy(member, LiveLimits.PLAYBACK_LOCK), wish, nowMillis);
            case LiveCommand.Watch(int viewers) -> done(() -> presence.watch(member, viewers));
            case LiveCommand.Show show -> done(() -> frames.show(member, show, nowMillis));
            case LiveCommand.Steal wish -> locks.steal(member, wish, clientId, nowMillis);
        };
    }

    private static List<LiveFrame> present(Optional<LiveFrame> first, Optional<LiveFrame> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Optional<Decision.Refused> done(Runnable change) {
        change.run();
        return Optional.empty();
    }
}
