package dev.atrium.platform.limit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts equal questions of one moment together: whoever comes while the answer to such a question is on its way waits
/// for it, and is asked about next, with all who came meanwhile. So a caller who comes often costs few round trips, and
/// one who comes now and then waits for nobody. May be used by any thread.
final class Convoy {

    private final Teller teller;
    /// Who waits behind a question whose answer is on its way.
    private final Map<List<Charge>, List<Promise<Verdict>>> behind = new HashMap<>();

    /// Who knows the answers.
    interface Teller {

        /// @param times how many ask for the same
        /// @return a verdict for each, as if they had asked one after the other; never fails
        Future<List<Verdict>> ask(List<Charge> charges, int times);
    }

    Convoy(Teller teller) {
        this.teller = teller;
    }

    /// @return never fails; completes on the caller's context
    Future<Verdict> join(List<Charge> charges) {
        synchronized (behind) {
            List<Promise<Verdict>> waiting = behind.get(charges);
            if (waiting != null) {
                Promise<Verdict> promise = promise();
                waiting.add(promise);
                return promise.future();
            }
            behind.put(charges, new ArrayList<>());
        }
        return teller.ask(charges, 1).map(List::getFirst).onComplete(_ -> next(charges));
    }

    private void next(List<Charge> charges) {
        List<Promise<Verdict>> waiting;
        synchronized (behind) {
            waiting = behind.remove(charges);
            if (waiting == null || waiting.isEmpty()) {
                return;
            }
            behind.put(charges, new ArrayList<>());
        }
        Future<List<Verdict>> _ = teller.ask(charges, waiting.size()).onSuccess(verdicts -> {
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).complete(verdicts.get(i));
            }
            next(charges);
        });
    }

    private static Promise<Verdict> promise() {
        ContextInternal context = ContextInternal.current();
        return context == null ? Promise.promise() : context.promise();
    }
}
