package dev.atrium.room.live;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The named locks of a room (RM-4). Each is held by one socket at a time, under a lease; others wait in order.
///
/// Every grant has a token that is higher than that of any grant before: whoever guards a thing by a lock
/// refuses tokens lower than the highest it has seen, and so a holder that does not know yet that it lost
/// the lock does no harm.
final class Locks {

    /// @param orphaned whether the socket is gone, so that the same person may come back for the lock until it expires
    private record Hold(Member by, long token, long untilMillis, boolean orphaned) {

        private Hold until(long newUntilMillis) {
            return new Hold(by, token, newUntilMillis, orphaned);
        }

        private Hold orphan(long nowMillis) {
            return new Hold(by, token, Math.min(untilMillis, nowMillis + LiveLimits.LOCK_GRACE_MILLIS), true);
        }
    }

    private static final class Wait {

        private final Member by;
        private final long ttlMillis;
        private final @Nullable String clientId;
        /// The last that the member heard of its place, from 1.
        private int toldPosition;

        private Wait(Member by, long ttlMillis, @Nullable String clientId) {
            this.by = by;
            this.ttlMillis = ttlMillis;
            this.clientId = clientId;
        }
    }

    private static final class Lock {

        private final String name;
        private final ArrayDeque<Wait> waiting = new ArrayDeque<>();
        private Hold hold;

        private Lock(String name, Hold hold) {
            this.name = name;
            this.hold = hold;
        }

        private LockView view() {
            return new LockView(
                    name, hold.by().who(), hold.by().socket(), hold.token(), hold.untilMillis(), waiting.size());
        }

        private boolean isHeldBy(Member member) {
            return hold.by() == member && !hold.orphaned();
        }
    }

    private static final String REVOKED = "revoked";

    private final LongSupplier tokens;
    private final Map<String, Lock> locks = new LinkedHashMap<>();
    /// Names of the locks that a member holds or waits for.
    private final Map<Member, Set<String>> names = new HashMap<>();

    /// No lease ends before this.
    private long earliestMillis = Long.MAX_VALUE;

    private final Set<String> changed = new LinkedHashSet<>();
    /// Where places in the queue may have moved.
    private final Set<String> moved = new LinkedHashSet<>();
    private final List<Told> told = new ArrayList<>();

    /// @param tokens each is higher than the one before
    Locks(LongSupplier tokens) {
        this.tokens = tokens;
    }

    /// Wants a lock: it is granted, renewed if the member has it already, or waited for.
    Optional<Decision.Refused> acquire(
            Member member, LiveCommand.Acquire wish, @Nullable String clientId, long nowMillis) {
        Lock lock = locks.get(wish.name());
        if (lock != null && lock.isHeldBy(member)) {
            return renew(member, wish.name(), wish.ttlMillis(), clientId, nowMillis);
        }
        Set<String> own = names.computeIfAbsent(member, _ -> new LinkedHashSet<>());
        boolean waits = own.contains(wish.name());
        if (lock != null && waits && !comesBack(lock, member)) {
            tellPosition(lock, member, clientId);
            return Optional.empty();
        }
        Optional<Decision.Refused> refusal = waits ? Optional.empty() : mayNot(lock, member, own, wish);
        if (refusal.isPresent()) {
            forgetIfNone(member);
            return refusal;
        }
        own.add(wish.name());
        Wait wait = new Wait(member, wish.ttlMillis(), clientId);
        if (lock == null) {
            grant(null, wish.name(), wait, nowMillis);
        } else if (comesBack(lock, member)) {
            stopWaiting(lock, member);
            grant(lock, wish.name(), wait, nowMillis);
        } else {
            lock.waiting.add(wait);
            changed.add(lock.name);
            tellPosition(lock, member, clientId);
        }
        return Optional.empty();
    }

    Optional<Decision.Refused> renew(
            Member member, String name, long ttlMillis, @Nullable String clientId, long nowMillis) {
        Lock lock = locks.get(name);
        if (lock == null || !lock.isHeldBy(member)) {
            return notYours();
        }
        hold(lock, lock.hold.until(nowMillis + ttlMillis));
        changed.add(name);
        told.add(new Told(member, LiveFrame.Lock.granted(clientId, name, lock.hold.token(), lock.hold.untilMillis())));
        return Optional.empty();
    }

    /// Gives a lock back, or stops to wait for it.
    Optional<Decision.Refused> release(Member member, String name, @Nullable String clientId, long nowMillis) {
        Lock lock = locks.get(name);
        if (lock == null || !names.getOrDefault(member, Set.of()).contains(name)) {
            return notYours();
        }
        told.add(new Told(member, LiveFrame.Lock.released(clientId, name)));
        forget(member, name);
        if (lock.isHeldBy(member)) {
            pass(lock, nowMillis);
        } else {
            stopWaiting(lock, member);
            changed.add(name);
        }
        return Optional.empty();
    }

    /// Takes a lock, whoever holds it.
    Optional<Decision.Refused> steal(Member member, LiveCommand.Steal wish, @Nullable String clientId, long nowMillis) {
        Lock lock = locks.get(wish.name());
        if (lock == null || lock.isHeldBy(member)) {
            return acquire(member, new LiveCommand.Acquire(wish.name(), wish.ttlMillis(), false), clientId, nowMillis);
        }
        Set<String> own = names.computeIfAbsent(member, _ -> new LinkedHashSet<>());
        own.add(wish.name());
        stopWaiting(lock, member);
        lose(lock, "stolen");
        grant(lock, wish.name(), new Wait(member, wish.ttlMillis(), clientId), nowMillis);
        return Optional.empty();
    }

    /// The member's socket is gone: it waits no more, and what it holds waits a little for the person to come back.
    void leave(Member member, long nowMillis) {
        Set<String> own = names.remove(member);
        if (own == null) {
            return;
        }
        for (String name : own) {
            Lock lock = locks.get(name);
            if (lock != null) {
                if (lock.isHeldBy(member)) {
                    hold(lock, lock.hold.orphan(nowMillis));
                } else {
                    stopWaiting(lock, member);
                }
                changed.add(name);
            }
        }
    }

    /// The member may hold no locks any more, nor wait for one, and hears so.
    void revoke(Member member, long nowMillis) {
        for (String name : List.copyOf(names.getOrDefault(member, Set.of()))) {
            Lock lock = locks.get(name);
            if (lock != null && lock.isHeldBy(member)) {
                lose(lock, REVOKED);
                pass(lock, nowMillis);
            } else if (lock != null) {
                forget(member, name);
                stopWaiting(lock, member);
                changed.add(name);
                told.add(new Told(member, LiveFrame.Lock.lost(name, null, REVOKED)));
            }
        }
    }

    /// Passes on what is held by those whose sockets are gone, and who may not hold it any more.
    ///
    /// @return whether there was any
    boolean revokeOrphaned(Predicate<String> mayHold, long nowMillis) {
        List<Lock> revoked = locks.values().stream()
                .filter(lock ->
                        lock.hold.orphaned() && !mayHold.test(lock.hold.by().subject()))
                .toList();
        revoked.forEach(lock -> pass(lock, nowMillis));
        return !revoked.isEmpty();
    }

    void expire(long nowMillis) {
        if (nowMillis < earliestMillis) {
            return;
        }
        for (Lock lock : List.copyOf(locks.values())) {
            if (lock.hold.untilMillis() <= nowMillis) {
                lose(lock, "expired");
                pass(lock, nowMillis);
            }
        }
        earliestMillis = locks.values().stream()
                .mapToLong(lock -> lock.hold.untilMillis())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// When [#expire] may have something to do; [Long#MAX_VALUE] if never.
    long nextMillis() {
        return earliestMillis;
    }

    /// Whether the member has the lock now.
    boolean isHeldBy(Member member, String name) {
        Lock lock = locks.get(name);
        return lock != null && lock.isHeldBy(member);
    }

    Optional<LockView> find(String name) {
        return Optional.ofNullable(locks.get(name)).map(Lock::view);
    }

    boolean isEmpty() {
        return locks.isEmpty();
    }

    List<LockView> view() {
        return locks.values().stream().map(Lock::view).toList();
    }

    int changed() {
        return changed.size();
    }

    Optional<LiveFrame> drain() {
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        List<LockView> held = new ArrayList<>();
        List<String> free = new ArrayList<>();
        for (String name : changed) {
            Lock lock = locks.get(name);
            if (lock == null) {
                free.add(name);
            } else {
                held.add(lock.view());
            }
        }
        changed.clear();
        return Optional.of(new LiveFrame.Locks(held, free));
    }

    /// In how many queues places may have moved.
    int moved() {
        return moved.size();
    }

    /// Lets those who wait hear their places, where these have moved: they may be many, and each who goes moves all.
    void tellMoved() {
        moved.forEach(this::tellMoved);
        moved.clear();
    }

    /// What single members must hear.
    List<Told> drainTold() {
        if (told.isEmpty()) {
            return List.of();
        }
        List<Told> result = List.copyOf(told);
        told.clear();
        return result;
    }

    private Optional<Decision.Refused> mayNot(
            @Nullable Lock lock, Member member, Set<String> own, LiveCommand.Acquire wish) {
        if (own.size() >= LiveLimits.LOCKS_PER_SOCKET) {
            return conflict("You hold or wait for " + LiveLimits.LOCKS_PER_SOCKET + " locks, which is the most.");
        }
        if (lock == null) {
            return locks.size() < LiveLimits.LOCKS_PER_ROOM
                    ? Optional.empty()
                    : conflict("The room has " + LiveLimits.LOCKS_PER_ROOM + " locks, which is the most.");
        }
        if (comesBack(lock, member)) {
            return Optional.empty();
        }
        if (!wish.waits()) {
            return conflict("The lock is held by somebody else.");
        }
        return lock.waiting.size() < LiveLimits.LOCK_WAITERS
                ? Optional.empty()
                : conflict(LiveLimits.LOCK_WAITERS + " wait for the lock, which is the most.");
    }

    /// Whether the lock was held by another socket of the same person, which is gone.
    private static boolean comesBack(Lock lock, Member member) {
        return lock.hold.orphaned() && lock.hold.by().subject().equals(member.subject());
    }

    /// Gives a lock to the first who waits, or to nobody.
    private void pass(Lock lock, long nowMillis) {
        Wait next = lock.waiting.poll();
        moved.add(lock.name);
        if (next == null) {
            locks.remove(lock.name);
            changed.add(lock.name);
        } else {
            grant(lock, lock.name, next, nowMillis);
        }
    }

    private void grant(@Nullable Lock lock, String name, Wait wait, long nowMillis) {
        Hold hold = new Hold(wait.by, tokens.getAsLong(), nowMillis + wait.ttlMillis, false);
        hold(lock == null ? locks.computeIfAbsent(name, _ -> new Lock(name, hold)) : lock, hold);
        changed.add(name);
        told.add(new Told(wait.by, LiveFrame.Lock.granted(wait.clientId, name, hold.token(), hold.untilMillis())));
    }

    private void hold(Lock lock, Hold hold) {
        lock.hold = hold;
        earliestMillis = Math.min(earliestMillis, hold.untilMillis());
    }

    private void lose(Lock lock, String reason) {
        Hold hold = lock.hold;
        if (!hold.orphaned()) {
            told.add(new Told(hold.by(), LiveFrame.Lock.lost(lock.name, hold.token(), reason)));
            forget(hold.by(), lock.name);
        }
    }

    private void stopWaiting(Lock lock, Member member) {
        if (lock.waiting.removeIf(wait -> wait.by == member)) {
            moved.add(lock.name);
        }
    }

    private void tellPosition(Lock lock, Member member, @Nullable String clientId) {
        int position = 0;
        for (Wait wait : lock.waiting) {
            position++;
            if (wait.by == member) {
                tellPosition(lock, wait, position, clientId);
            }
        }
    }

    private void tellPosition(Lock lock, Wait wait, int position, @Nullable String clientId) {
        wait.toldPosition = position;
        told.add(new Told(wait.by, LiveFrame.Lock.queued(clientId, lock.name, position)));
    }

    /// Tells those who wait for a lock their place, if it is another than they know.
    private void tellMoved(String name) {
        Lock lock = locks.get(name);
        if (lock == null) {
            return;
        }
        int position = 0;
        for (Wait wait : lock.waiting) {
            position++;
            if (wait.toldPosition != position) {
                tellPosition(lock, wait, position, null);
            }
        }
    }

    private void forget(Member member, String name) {
        Set<String> own = names.get(member);
        if (own != null) {
            own.remove(name);
            forgetIfNone(member);
        }
    }

    private void forgetIfNone(Member member) {
        names.computeIfPresent(member, (_, own) -> own.isEmpty() ? null : own);
    }

    private static Optional<Decision.Refused> notYours() {
        return conflict("You do not hold this lock.");
    }

    private static Optional<Decision.Refused> conflict(String detail) {
        return Optional.of(new Decision.Refused(ProblemType.CONFLICT, detail));
    }
}
