package dev.atrium.system;

import dev.atrium.system.KnownRoutes.Known;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;

/// What no route takes, also of whom it is for: more bytes than it may have, and pages that cannot be.
final class Bounds {

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /// Beyond what may be configured for any of them.
    private static final long TOO_MANY = 1L << 50;

    private final Furnished furnished;
    private final ApiDocument document;
    private final Demands demands;

    Bounds(Furnished furnished, ApiDocument document, Demands demands) {
        this.furnished = furnished;
        this.document = document;
        this.demands = demands;
    }

    /// Says how much would come, of which nothing does.
    void bytes(Person person, String route) {
        String method = route.substring(0, route.indexOf(' '));
        if (!WITH_BODY.contains(method)) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(person.uri(furnished.path(route)))
                .expectContinue(true)
                .method(method, HttpRequest.BodyPublishers.fromPublisher(Bounds::nothing, TOO_MANY));
        person.headers().forEach(request::header);
        demands.status("too many bytes", route, Http.send(request), 413);
    }

    private static void nothing(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                // There is none, and no end.
            }

            @Override
            public void cancel() {
                // Nothing is under way.
            }
        });
    }

    /// Pages of a list that cannot be.
    void pages(Person person, String route, Known known) {
        if (!route.startsWith("GET ")) {
            return;
        }
        for (String parameter : List.of("limit", "cursor")) {
            if (document.takes(route, parameter)) {
                String query = (known.query().isEmpty() ? "?" : known.query() + "&") + parameter + "=x";
                demands.status("a page that cannot be", route, person.get(furnished.path(route) + query), 400);
            }
        }
    }
}
