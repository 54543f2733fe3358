package dev.atrium.jobs.outside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Looks up names in time. Whoever owns a name decides how long its look-up takes, also when nobody waits
/// for it any more: so each has a thread of its own, there are not more than a few, only some of them on
/// behalf of the same party, and one for a name at a time, whose result all get who ask meanwhile.
@ApplicationScoped
class Names {

    private static final int AT_ONCE = 64;
    private static final int OF_A_PARTY = 8;

    /// The part of the limit in which a place for the look-up must become free.
    private static final int WAITING_PART = 3;

    private final Resolver resolver;
    private final Map<String, LookUp> running = new HashMap<>();
    private final Lock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();

    @Inject
    Names() {
        this(host -> List.of(InetAddress.getAllByName(host)));
    }

    Names(Resolver resolver) {
        this.resolver = resolver;
    }

    /// Asks the name service.
    @FunctionalInterface
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    private record LookUp(String party, FutureTask<List<InetAddress>> task) {}

    /// The addresses of a name, or the one that it is; empty if there was no place to look it up.
    ///
    /// @param party on whose behalf
    /// @throws UnknownHostException if there are none
    /// @throws TimeoutException if that is not known in time
    Optional<List<InetAddress>> addresses(String party, String host, Duration limit)
            throws InterruptedException, UnknownHostException, TimeoutException {
        if (OutsideRules.isAddress(host)) {
            return Optional.of(List.of(InetAddress.ofLiteral(host)));
        }
        long start = System.nanoTime();
        Optional<LookUp> lookUp = join(party, host, limit.dividedBy(WAITING_PART));
        if (lookUp.isEmpty()) {
            return Optional.empty();
        }
        try {
            long rest = limit.toNanos() - (System.nanoTime() - start);
            return Optional.of(lookUp.get().task().get(rest, TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    /// The look-up of the name that runs, or begins now.
    private Optional<LookUp> join(String party, String host, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = patience.toNanos();
            while (!running.containsKey(host) && !hasPlace(party)) {
                if (rest <= 0) {
                    return Optional.empty();
                }
                rest = freed.awaitNanos(rest);
            }
            return Optional.of(running.computeIfAbsent(host, _ -> begin(party, host)));
        } finally {
            lock.unlock();
        }
    }

    private boolean hasPlace(String party) {
        return running.size() < AT_ONCE
                && running.values().stream()
                                .filter(lookUp -> lookUp.party().equals(party))
                                .count()
                        < OF_A_PARTY;
    }

    private LookUp begin(String party, String host) {
        FutureTask<List<InetAddress>> task = new FutureTask<>(() -> resolveAndLeave(host));
        // A look-up blocks the thread in native code: it must not be one that carries virtual threads.
        Thread.ofPlatform().daemon().name("look-up").start(task);
        return new LookUp(party, task);
    }

    private List<InetAddress> resolveAndLeave(String host) throws UnknownHostException {
        try {
            return resolver.resolve(host);
        } finally {
            leave(host);
        }
    }

    private void leave(String host) {
        lock.lock();
        try {
            running.remove(host);
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
