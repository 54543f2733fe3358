package dev.atrium.media.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Who may download at a time, with a connection to the store that lasts as long as the client likes:
/// nobody has more of them than are free besides. So one alone gets half of them, and however long n keep
/// theirs, the n+1st part of all is left to others. Thread-safe.
@ApplicationScoped
public class Turns {

    private final int connections;
    private final Map<String, Integer> byWhom = new HashMap<>();
    private int taken;

    @Inject
    Turns(@ConfigProperty(name = "quarkus.s3.async-client.max-concurrency") int connections) {
        this.connections = connections;
    }

    /// A turn that was taken.
    public final class Turn {

        private final String whose;
        private final AtomicBoolean over = new AtomicBoolean();

        private Turn(String whose) {
            this.whose = whose;
        }

        /// Gives it back; again: the same.
        public void giveBack() {
            if (over.compareAndSet(false, true)) {
                release(whose);
            }
        }
    }

    /// @param whose among whom the connections are shared
    /// @return empty if it is not their turn
    public synchronized Optional<Turn> take(String whose) {
        int own = byWhom.getOrDefault(whose, 0);
        if (own >= connections - taken) {
            return Optional.empty();
        }
        byWhom.put(whose, own + 1);
        taken++;
        return Optional.of(new Turn(whose));
    }

    private synchronized void release(String whose) {
        taken--;
        byWhom.computeIfPresent(whose, (_, own) -> own == 1 ? null : own - 1);
    }
}
