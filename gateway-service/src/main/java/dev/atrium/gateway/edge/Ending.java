package dev.atrium.gateway.edge;

import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/// What is done when a request has ended, also when its connection became a socket and that has: Vert.x tells no end
/// handler of it. Belongs to the request's event loop.
public final class Ending {

    private static final String KEY = Ending.class.getName();

    private final List<Runnable> deeds = new ArrayList<>();

    private Ending() {}

    /// Has something done, once.
    public static void then(RoutingContext context, Runnable deed) {
        Ending ending = context.get(KEY);
        if (ending == null) {
            ending = new Ending();
            context.put(KEY, ending);
            context.addEndHandler(_ -> reached(context));
        }
        ending.deeds.add(deed);
    }

    /// For who turned the connection into something else, when that has ended.
    public static void reached(RoutingContext context) {
        Ending ending = context.remove(KEY);
        if (ending != null) {
            ending.deeds.forEach(Runnable::run);
        }
    }
}
