package dev.atrium.jobs.lane;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who has which of a lane's places on this node, and who may have no more for now. The lane takes none of
/// theirs until one is free again ([Claim]), so that others find a place, however long the runs of one
/// party last.
final class Places {

    private final int mostOfAParty;
    private final Map<String, Integer> mostOfTypes;
    private final Map<String, Count> parties = new HashMap<>();
    private final Map<String, Count> types = new HashMap<>();
    private boolean isShortInAll;

    /// @param mostOfAParty how many of the places one party may have, at least 1
    /// @param mostOfTypes how many of them executions of a type may have, at least 1; others are not
    ///     limited
    Places(int mostOfAParty, Map<String, Integer> mostOfTypes) {
        this.mostOfAParty = mostOfAParty;
        this.mostOfTypes = Map.copyOf(mostOfTypes);
    }

    /// Of whom an execution is that has a place.
    ///
    /// @param type null where the lane has but one
    record Holder(String party, @Nullable String type) {}

    /// How many places one has.
    private static final class Count {

        private int taken;
        /// Whether there may be more that was left where it was.
        private boolean isShort;

        private void take(int most) {
            taken++;
            isShort |= taken >= most;
        }

        /// @return whether it may have been short of places, and has many free again
        private boolean leave(int most) {
            taken--;
            boolean again = isShort && taken <= most / 2;
            isShort &= !again;
            return again;
        }
    }

    /// What there is at a moment.
    ///
    /// @param parties how many places those have who have any
    /// @param free how many more executions of a type may run; types that are not limited are missing
    record Standing(int mostOfAParty, Map<String, Integer> parties, Map<String, Integer> free) {

        List<String> fullParties() {
            return parties.entrySet().stream()
                    .filter(party -> party.getValue() >= mostOfAParty)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        List<String> fullTypes() {
            return free.entrySet().stream()
                    .filter(type -> type.getValue() <= 0)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /// The same where parties also have no more than so many places on all nodes together.
        ///
        /// @param inAll how many places those have there who have any
        Standing within(int most, Map<String, Integer> inAll) {
            int lower = Math.min(mostOfAParty, most);
            Map<String, Integer> taken = new HashMap<>();
            Stream.concat(parties.keySet().stream(), inAll.keySet().stream())
                    .forEach(party -> taken.put(
                            party,
                            Math.max(
                                    lower - mostOfAParty + parties.getOrDefault(party, 0),
                                    lower - most + inAll.getOrDefault(party, 0))));
            return new Standing(lower, taken, free);
        }

        boolean isAnyFull() {
            return !fullParties().isEmpty() || !fullTypes().isEmpty();
        }

        /// Whether one of them has the last place that its party or its type may have.
        boolean isFilledBy(List<Holder> taken) {
            Map<String, Integer> ofParties = new HashMap<>(parties);
            Map<String, Integer> ofTypes = new HashMap<>(free);
            taken.forEach(holder -> {
                ofParties.merge(holder.party(), 1, Integer::sum);
                if (holder.type() != null) {
                    ofTypes.computeIfPresent(holder.type(), (_, left) -> left - 1);
                }
            });
            return taken.stream()
                    .anyMatch(holder -> ofParties.getOrDefault(holder.party(), 0) >= mostOfAParty
                            || (holder.type() != null && ofTypes.getOrDefault(holder.type(), 1) <= 0));
        }
    }

    synchronized Standing standing() {
        Map<String, Integer> taken = new HashMap<>();
        parties.forEach((party, count) -> taken.put(party, count.taken));
        Map<String, Integer> free = new HashMap<>();
        mostOfTypes.forEach((type, most) -> {
            Count count = types.get(type);
            free.put(type, count == null ? most : most - count.taken);
        });
        return new Standing(mostOfAParty, taken, free);
    }

    synchronized void take(Holder holder) {
        parties.computeIfAbsent(holder.party(), _ -> new Count()).take(mostOfAParty);
        Integer most = most(holder);
        if (most != null && holder.type() != null) {
            types.computeIfAbsent(holder.type(), _ -> new Count()).take(most);
        }
    }

    /// Says whether this node has free places that it may not use, because of what runs on all of them
    /// together.
    synchronized void isShortInAll(boolean isShort) {
        isShortInAll = isShort;
    }

    /// @return whether to look for what was left where it was
    synchronized boolean leave(Holder holder) {
        boolean again = leave(parties, holder.party(), mostOfAParty) || isShortInAll;
        Integer most = most(holder);
        if (most != null && holder.type() != null) {
            again |= leave(types, holder.type(), most);
        }
        return again;
    }

    private @Nullable Integer most(Holder holder) {
        return holder.type() == null ? null : mostOfTypes.get(holder.type());
    }

    private static boolean leave(Map<String, Count> counts, String name, int most) {
        Count count = counts.get(name);
        if (count == null) {
            return false;
        }
        boolean again = count.leave(most);
        if (count.taken == 0) {
            counts.remove(name);
        }
        return again;
    }
}
