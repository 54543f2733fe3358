package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.system.KnownRoutes.Kind;
import dev.atrium.system.KnownRoutes.Known;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Walks every route of the API with the ids of somebody else's organisation (GW-8): as its owner's
/// equal elsewhere, as a viewer in it, and without credentials; then as its owner, with the examples
/// of the API document (GW-14).
final class EveryRouteIT {

    /// What refuses its example, which names things that there are not.
    private static final Map<String, Integer> REFUSING = Map.ofEntries(
            Map.entry("PUT /api/session/organisation", 409),
            Map.entry("POST /api/session/refresh", 401),
            Map.entry("PUT /api/organisations/{}/owner", 404),
            Map.entry("PUT /api/organisations/{}/members/{}", 404),
            Map.entry("POST /api/invitations/look-up", 404),
            Map.entry("POST /api/invitations/accept", 404),
            Map.entry("PUT /api/tenants/{}/plan", 404),
            Map.entry("POST /api/rooms/{}/join", 404),
            Map.entry("POST /api/workflows/{}/restart", 409),
            Map.entry("POST /api/jobs/{}/replay", 409),
            Map.entry("POST /api/backups/{}/restores", 404),
            Map.entry("PATCH /api/notifications/{}", 404),
            Map.entry("POST /api/notifications/mail-reports", 404));

    /// What makes something without an `Idempotency-Key`: because a repetition makes nothing more, because it has an id
    /// of its own, or because what is made is a secret that is told once, beside which the one before goes on.
    private static final Set<String> WITHOUT_KEY = Set.of(
            "POST /api/sessions",
            "POST /api/keys/{}/rotations",
            "POST /api/webhook-sources/{}/rotations",
            "POST /api/webhook-endpoints/{}/rotations",
            "POST /api/moderation/rules/{}/rotations",
            "POST /api/webhooks/{}",
            "POST /api/rooms/{}/messages/{}/report",
            "POST /api/notifications/push/subscriptions",
            "POST /api/notifications/suppressions",
            "POST /api/webhook-endpoints/{}/deliveries/{}/replay",
            "POST /api/webhook-endpoints/{}/recover",
            "POST /api/webhook-endpoints/{}/replay-missing");

    /// Beyond what any of these routes takes.
    private static final String TOO_LARGE = " ".repeat((1 << 20) + 1);

    private final Suite suite = Suite.running();
    private final ApiDocument document = ApiDocument.of(suite);
    private final Person passerby = Person.anonymous(suite);
    private final Person alice = SignInIT.person(suite, "alice");
    private final String home = organisation(alice);
    private final Person owner = alice.in(home);
    private final Furnished furnished = new Furnished(owner, home);
    private final Proofs proofs = new Proofs();
    private final List<String> findings = new ArrayList<>();
    private int requests;

    @Test
    void eachRouteDoesWhatItSaysForItsOwnerAndNothingForOthers() {
        Person bob = SignInIT.person(suite, "bob");
        Mailed.membership(suite, owner, home, bob, "bob@globex.test", "viewer");
        Person viewer = bob.in(home);
        Person foreigner = bob.in(organisation(bob));
        Map<String, Known> known = KnownRoutes.all();
        Map<String, JsonNode> described = document.operations();
        assertEquals(List.of(), unknown(described, known), "routes that KnownRoutes does not know");
        assertEquals(
                new TreeSet<>(WITHOUT_KEY),
                described.keySet().stream()
                        .filter(document::creates)
                        .filter(route -> !document.takesIdempotencyKey(route))
                        .collect(Collectors.toCollection(TreeSet::new)),
                "what makes something again when it is repeated");

        known.keySet().retainAll(described.keySet());
        known.forEach((route, meaning) -> {
            asForeigner(foreigner, route, meaning);
            asViewer(viewer, route, meaning);
            asPasserby(route, meaning, document.isOpen(route));
        });
        assertUntouched();
        known.forEach((route, meaning) -> asOwner(route));
        known.forEach((route, meaning) -> read(route, meaning));

        System.out.printf("%d routes, %d requests%n", known.size(), requests);
        assertAll(() -> assertEquals(List.of(), findings), proofs::assertInPage);
    }

    /// The example of the description is answered as described; what is no JSON, or too large, is refused.
    private void asOwner(String route) {
        document.example(route).ifPresent(example -> {
            String body = furnished.body(example);
            Http.Answer answer = write(route, body);
            if (REFUSING.containsKey(route)) {
                demand(route, "its example", answer, REFUSING.get(route));
            } else {
                demandDescribed(route, "its example", answer);
                repeat(route, body, answer);
            }
            refused(route, "[", 400);
            refusedForItsSize(route);
        });
    }

    /// The same request makes nothing more: it is answered with what there is already or, where that has a secret that
    /// is told once, with its name.
    private void repeat(String route, String body, Http.Answer first) {
        if (!document.takesIdempotencyKey(route) || first.status() >= 300) {
            return;
        }
        Http.Answer again = write(route, body);
        String id = first.text().isEmpty() ? "" : first.json().path("id").asText();
        boolean same = again.status() == 409
                || (again.status() < 300 && document.faults(route, again).isEmpty());
        if (same && again.text().contains(id)) {
            proofs.add(route, again.status());
        } else {
            findings.add("its example again: " + route + " " + id + " -> " + again);
        }
    }

    /// What is there now is shown as described.
    private void read(String route, Known known) {
        boolean plain = route.startsWith("GET ") && !route.endsWith("/ws") && !route.endsWith("/progress");
        if (!plain || known.kind() == Kind.PUBLIC || known.kind() == Kind.SOCKET) {
            return;
        }
        Http.Answer answer = ask(owner, route, known);
        if (answer.status() == 404) {
            return; // not everything is furnished
        }
        demandDescribed(route, "its owner", answer);
    }

    private void demandDescribed(String route, String what, Http.Answer answer) {
        List<String> faults = answer.status() < 300 ? document.faults(route, answer) : List.of("refused");
        if (faults.isEmpty()) {
            proofs.add(route, answer.status());
        } else {
            findings.add(what + ": " + route + " " + faults + " -> " + answer);
        }
    }

    private Http.Answer write(String route, String body) {
        requests++;
        String method = route.substring(0, route.indexOf(' '));
        String[] headers = document.takesIdempotencyKey(route)
                ? new String[] {"Idempotency-Key", furnished.word() + body.length()}
                : new String[0];
        return owner.send(
                method, furnished.path(route), document.jsonType(route).orElseThrow(), body, headers);
    }

    private void refused(String route, String body, int status) {
        demand(route, body.length() + " characters", write(route, body), status);
    }

    /// Says first how much would come, and waits whether it may.
    private void refusedForItsSize(String route) {
        requests++;
        HttpRequest.Builder request = HttpRequest.newBuilder(owner.uri(furnished.path(route)))
                .header("Content-Type", document.jsonType(route).orElseThrow())
                .expectContinue(true)
                .method(route.substring(0, route.indexOf(' ')), HttpRequest.BodyPublishers.ofString(TOO_LARGE));
        owner.headers().forEach(request::header);
        demand(route, "too much", Http.send(request), 413);
    }

    private void demand(String route, String what, Http.Answer answer, int status) {
        if (answer.status() == status) {
            proofs.add(route, status);
        } else {
            findings.add(what + ": " + route + " -> " + answer + " instead of " + status);
        }
    }

    private void asForeigner(Person foreigner, String route, Known known) {
        switch (known.kind()) {
            case THING, VIEWED -> expect(foreigner, route, known, "a foreigner", 404);
            case SOCKET -> expectSocket(foreigner, route, 404);
            case LIST -> expectNothing(foreigner, route, known, "a foreigner");
            case PUBLIC, SELF, OWN -> {}
        }
    }

    private void asViewer(Person viewer, String route, Known known) {
        boolean writes = !route.startsWith("GET ");
        boolean meant = known.kind() == Kind.THING || known.kind() == Kind.OWN;
        if (writes && meant) {
            expect(viewer, route, known, "a viewer", 403);
        }
    }

    private void asPasserby(String route, Known known, boolean open) {
        switch (known.kind()) {
            case THING, VIEWED -> expect(passerby, route, known, "a passer-by", open ? 404 : 401);
            case SELF, OWN -> {
                if (!open) {
                    expect(passerby, route, known, "a passer-by", 401);
                }
            }
            case LIST -> {
                if (open) {
                    expectNothing(passerby, route, known, "a passer-by");
                } else {
                    expect(passerby, route, known, "a passer-by", 401);
                }
            }
            case SOCKET -> expectSocket(passerby, route, 404);
            case PUBLIC -> {}
        }
    }

    private void expect(Person person, String route, Known known, String who, int status) {
        Http.Answer answer = ask(person, route, known);
        if (answer.status() == status) {
            proofs.add(route, status);
        } else {
            findings.add(who + ": " + route + " -> " + answer.status() + " instead of " + status + " "
                    + answer.text().lines().findFirst().orElse(""));
        }
    }

    private void expectNothing(Person person, String route, Known known, String who) {
        Http.Answer answer = ask(person, route, known);
        if (answer.status() >= 300 || furnished.isToldBy(answer)) {
            findings.add(who + ": " + route + " -> " + answer);
        }
    }

    private Http.Answer ask(Person person, String route, Known known) {
        requests++;
        String method = route.substring(0, route.indexOf(' '));
        String path = furnished.path(route) + known.query();
        String type = known.body().startsWith("{") ? "application/json" : "text/plain";
        return known.body().isEmpty() ? person.send(method, path) : person.send(method, path, type, known.body());
    }

    private void expectSocket(Person person, String route, int status) {
        requests++;
        URI uri = person.uri(furnished.path(route));
        WebSocket.Builder builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
        person.headers().forEach(builder::header);
        try {
            builder.buildAsync(URI.create("ws" + uri.toString().substring(4)), new WebSocket.Listener() {})
                    .join()
                    .abort();
            findings.add(route + " was opened");
        } catch (CompletionException e) {
            int refused = e.getCause() instanceof WebSocketHandshakeException handshake
                    ? handshake.getResponse().statusCode()
                    : 0;
            if (refused == status) {
                proofs.add(route, status);
            } else {
                findings.add(route + " -> " + e.getCause() + " " + refused);
            }
        }
    }

    private void assertUntouched() {
        String word = furnished.word();
        assertEquals("mine", owner.get("/api/cache/" + word).expect(200).text());
        assertTrue(owner.get("/api/rooms").expect(200).text().contains(word));
    }

    private static String organisation(Person person) {
        return person.post("/api/organisations", "{\"name\":\"Crew\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private static List<String> unknown(Map<String, JsonNode> described, Map<String, Known> known) {
        TreeSet<String> unknown = new TreeSet<>(described.keySet());
        unknown.removeAll(known.keySet());
        unknown.removeIf(route -> !route.contains(" /api/"));
        return List.copyOf(unknown);
    }
}
