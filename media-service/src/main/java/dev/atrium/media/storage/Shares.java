package dev.atrium.media.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Something of which there is so much at a time. No party has more of it than is free besides: so one alone gets half
/// of
/// it, and however long n keep theirs, the n+1st part is left to others. In a party nobody has more than half of what
/// is
/// free besides, so others of it have some, too. Thread-safe.
public final class Shares {

    private final long all;
    private final Map<String, Long> parties = new HashMap<>();
    private final Map<Party, Long> people = new HashMap<>();
    private long taken;

    /// @param all how much there is
    public Shares(long all) {
        this.all = all;
    }

    /// A share that was taken.
    public final class Share {

        private final Party party;
        private final long amount;
        private final AtomicBoolean over = new AtomicBoolean();

        private Share(Party party, long amount) {
            this.party = party;
            this.amount = amount;
        }

        /// Gives it back; again: the same.
        public void giveBack() {
            if (over.compareAndSet(false, true)) {
                release(this);
            }
        }
    }

    /// @param amount at least 1
    /// @return empty if that would be more than their share
    public synchronized Optional<Share> take(Party party, long amount) {
        long free = all - taken;
        if (parties.getOrDefault(party.name(), 0L) + amount > free
                || (party.person() != null && 2 * people.getOrDefault(party, 0L) + amount > free)) {
            return Optional.empty();
        }
        taken += amount;
        parties.merge(party.name(), amount, Long::sum);
        if (party.person() != null) {
            people.merge(party, amount, Long::sum);
        }
        return Optional.of(new Share(party, amount));
    }

    /// How much is taken.
    public synchronized long taken() {
        return taken;
    }

    private synchronized void release(Share share) {
        taken -= share.amount;
        parties.computeIfPresent(share.party.name(), (_, own) -> less(own, share.amount));
        people.computeIfPresent(share.party, (_, own) -> less(own, share.amount));
    }

    private static @Nullable Long less(long own, long amount) {
        return own == amount ? null : own - amount;
    }
}
