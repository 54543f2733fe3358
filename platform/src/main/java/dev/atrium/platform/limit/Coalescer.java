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
final class Coalescer {

    private final Teller teller;
    /// Who waits behind a question whose answer is on its way.
    private final Map<List<Charge>, List<Promise<Verdict>>> behind = new HashMap<>();

    /// Who knows the answers.
    interface Teller {

        /// @param times how many ask for the same
        /// @return a verdict for each, as if they had asked one after the other
        Future<List<Verdict>> ask(List<Charge> charges, int times);
    }

    Coalescer(Teller teller) {
        this.teller = teller;
    }

    /// @return fails as its question fails, and nobody's later; completes on the caller's context
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
        return ask(charges, 1).map(List::getFirst).onComplete(_ -> next(charges));
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
        ask(charges, waiting.size()).onComplete(answer -> {
            for (int i = 0; i < waiting.size(); i++) {
                if (answer.succeeded()) {
                    waiting.get(i).complete(answer.result().get(i));
                } else {
                    waiting.get(i).fail(answer.cause());
                }
            }
            next(charges);
        });
    }

    /// What the teller throws is a failed answer too: nobody waits for ever behind it.
    private Future<List<Verdict>> ask(List<Charge> charges, int times) {
        return Future.succeededFuture().compose(_ -> teller.ask(charges, times));
    }

    private static Promise<Verdict> promise() {
        ContextInternal context = ContextInternal.current();
        return context == null ? Promise.promise() : context.promise();
    }
}
