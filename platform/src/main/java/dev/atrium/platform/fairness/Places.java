package dev.atrium.platform.fairness;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Places for so many at a time, of which none gets all: one place is always for others, unless there is
/// only one. Who waits longest comes first, among those of one's own and then among all. Thread-safe.
public final class Places {

    private final Semaphore all;
    private final int most;
    private final ConcurrentMap<String, Share> shares = new ConcurrentHashMap<>();

    /// What one has at a time, as long as somebody uses it or waits.
    private static final class Share {

        private final Semaphore places;
        private int users;

        private Share(int most) {
            this.places = new Semaphore(most, true);
        }
    }

    /// @param count at least 1
    public Places(int count) {
        this.all = new Semaphore(count, true);
        this.most = Math.max(1, count - 1);
    }

    /// Takes a place, which must be given back by [#leave].
    ///
    /// @param whose among whom the places are shared
    /// @return false if there was none in time
    public boolean take(String whose, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Semaphore own = enter(whose);
        boolean taken = false;
        try {
            taken = own.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS) && takeOfAll(own, end);
            return taken;
        } finally {
            if (!taken) {
                exit(whose);
            }
        }
    }

    /// Gives back what [#take] took.
    ///
    /// @throws IllegalStateException if nobody of those has a place or waits for one: then nothing is given back
    public void leave(String whose) {
        Share share = shares.get(whose);
        if (share == null) {
            throw new IllegalStateException("no place was taken");
        }
        all.release();
        share.places.release();
        exit(whose);
    }

    private boolean takeOfAll(Semaphore own, long end) throws InterruptedException {
        boolean taken = false;
        try {
            taken = all.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return taken;
        } finally {
            if (!taken) {
                own.release();
            }
        }
    }

    private Semaphore enter(String whose) {
        return shares.compute(whose, (_, present) -> {
                    Share share = present == null ? new Share(most) : present;
                    share.users++;
                    return share;
                })
                .places;
    }

    private void exit(String whose) {
        shares.computeIfPresent(whose, (_, share) -> --share.users == 0 ? null : share);
    }
}
