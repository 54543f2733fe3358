package dev.atrium.media.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Who may download at a time, with a connection to the store that lasts as long as the client likes. A
/// quarter of all connections is left to what is not a download, and of the others no party has more than are
/// free besides: so one alone gets half of them, and however long n keep theirs, the n+1st part is left to
/// others. In a party nobody has more than half of what is free besides, so others of it have some, too.
/// Thread-safe.
@ApplicationScoped
public class Turns {

    private static final int PARTS = 4;

    private final int connections;
    private final Map<String, Integer> parties = new HashMap<>();
    private final Map<Person, Integer> people = new HashMap<>();
    private int taken;

    private record Person(String party, String name) {}

    /// @param connections to the store, all together
    @Inject
    Turns(@ConfigProperty(name = "quarkus.s3.async-client.max-concurrency") int connections) {
        this.connections = connections - connections / PARTS;
    }

    /// A turn that was taken.
    public final class Turn {

        private final String party;
        private final @Nullable Person person;
        private final AtomicBoolean over = new AtomicBoolean();

        private Turn(String party, @Nullable Person person) {
            this.party = party;
            this.person = person;
        }

        /// Gives it back; again: the same.
        public void giveBack() {
            if (over.compareAndSet(false, true)) {
                release(this);
            }
        }
    }

    /// @param party among which the connections are shared
    /// @param name of somebody in it; null: the party is nobody but itself
    /// @return empty if it is not their turn
    public synchronized Optional<Turn> take(String party, @Nullable String name) {
        Person person = name == null ? null : new Person(party, name);
        int free = connections - taken;
        if (parties.getOrDefault(party, 0) >= free || (person != null && 2 * people.getOrDefault(person, 0) >= free)) {
            return Optional.empty();
        }
        taken++;
        parties.merge(party, 1, Integer::sum);
        if (person != null) {
            people.merge(person, 1, Integer::sum);
        }
        return Optional.of(new Turn(party, person));
    }

    private synchronized void release(Turn turn) {
        taken--;
        parties.computeIfPresent(turn.party, Turns::oneLess);
        if (turn.person != null) {
            people.computeIfPresent(turn.person, Turns::oneLess);
        }
    }

    private static <T> @Nullable Integer oneLess(T whose, Integer own) {
        return own == 1 ? null : own - 1;
    }
}
