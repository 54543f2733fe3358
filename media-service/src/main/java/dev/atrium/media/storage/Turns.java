package dev.atrium.media.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Who may download at a time, with a connection to the store that lasts as long as the client likes. A
/// quarter of all connections is left to what is not a download, and of the others nobody has more than are
/// free besides: so one alone gets half of them, and however long n keep theirs, the n+1st part is left to
/// others. Thread-safe.
@ApplicationScoped
public class Turns {

    private static final int PARTS = 4;

    private final int connections;
    private final Map<String, Integer> byWhom = new HashMap<>();
    private int taken;

    /// @param connections to the store, all together
    @Inject
    Turns(@ConfigProperty(name = "quarkus.s3.async-client.max-concurrency") int connections) {
        this.connections = connections - connections / PARTS;
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
