package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.system.KnownRoutes.Kind;
import dev.atrium.system.KnownRoutes.Known;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Walks every route of the API with the ids of somebody else's organisation (GW-8): as its owner's
/// equal elsewhere, as a viewer and as an editor in it, and without credentials; then as its owner,
/// with the examples of the API document (GW-14), and with each thing until it is removed; and as the
/// operator.
@Order(Suite.LATE)
final class EveryRouteIT {

    /// What makes something without an `Idempotency-Key`: because a repetition makes nothing more, because it has an id
    /// of its own, or because what is made is a secret that is told once, beside which the one before goes on.
    private static final Set<String> WITHOUT_KEY = Set.of(
            "POST /api/sessions",
            "POST /api/keys/{}/rotations",
            "POST /api/webhook-sources/{}/rotations",
            "POST /api/webhook-endpoints/{}/rotations",
            "POST /api/moderation/rules/{}/rotations",
            "POST /api/workers/{}/rotations",
            "POST /api/webhooks/{}",
            "POST /api/files/{}/process",
            "POST /api/rooms/{}/messages/{}/report",
            "POST /api/notifications/push/subscriptions",
            "POST /api/notifications/suppressions",
            "POST /api/webhook-endpoints/{}/deliveries/{}/replay",
            "POST /api/webhook-endpoints/{}/recover",
            "POST /api/webhook-endpoints/{}/replay-missing");

    /// What does not succeed here, because it needs what there is not: a browser at the provider's
    /// page, or the provider itself (`BrowserIT`, the gateway's `SignInTest`), a record of Kafka that
    /// nothing can be made of (`DeadLetterTest` in the gateway and in jobs-service), a job that was
    /// given up or tells how far it is, a restore that failed (in jobs-service), and a file of the commons
    /// (`DeletionTest` in media-service). Nor is an
    /// invitation sent again within a minute (`InvitationsTest`). What a webhook source delivered is
    /// shown by `WebhookActionIT`.
    private static final Set<String> WITHOUT_SUCCESS = Set.of(
            "GET /api/sign-in/callback",
            "POST /api/sign-in/back-channel",
            "POST /api/organisations/{}/invitations/{}/resend",
            "GET /api/operations/dead-letters/{}",
            "POST /api/operations/dead-letters/{}/replay",
            "POST /api/operations/dead-letters/{}/discard",
            "DELETE /api/operations/files/{}",
            "GET /api/operations/gateway/dead-letters/{}",
            "POST /api/operations/gateway/dead-letters/{}/replay",
            "POST /api/operations/gateway/dead-letters/{}/discard",
            "GET /api/webhook-sources/{}/deliveries/{}",
            "POST /api/webhook-sources/{}/deliveries/{}/replay",
            "GET /api/jobs/{}/progress",
            "POST /api/jobs/{}/discard",
            "POST /api/restores/{}/abandon");

    /// What the role of an administrator has beyond that of an editor.
    private static final Set<String> OF_ADMINS = Set.of("users:write", "webhooks:write", "organisations:write");

    /// What an editor's credentials allow, and its role does not.
    private static final Set<String> BY_ROLE = Set.of(
            "GET /api/audit/anchors",
            "GET /api/backups",
            "GET /api/backups/{}",
            "GET /api/backups/{}/content",
            "DELETE /api/backups/{}",
            "GET /api/restores",
            "GET /api/restores/{}",
            "GET /api/operations",
            "POST /api/jobs/replay",
            "POST /api/queues/{}/pause",
            "POST /api/queues/{}/resume",
            "GET /api/notifications/suppressions",
            "POST /api/notifications/suppressions",
            "DELETE /api/notifications/suppressions/{}");

    private final Suite suite = Suite.running();
    private final ApiDocument document = ApiDocument.of(suite);
    private final Person passerby = Person.anonymous(suite);
    private final Person alice = SignInIT.person(suite, "alice");
    private final Person bob = SignInIT.person(suite, "bob");
    private final Person operator = SignInIT.person(suite, "olga");
    private final String home = organisation(alice);
    private final Person owner = alice.in(home);
    private final Furnished furnished = new Furnished(alice, bob, home);
    private final Demands demands = new Demands(document);
    private final Examples examples = new Examples(owner, furnished, document, demands);
    private final Bounds bounds = new Bounds(furnished, document, demands);
    private final Lifetime lifetime = new Lifetime(suite, alice, bob, operator, furnished, demands);
    /// How many routes were asked by whom who may not.
    private final Map<String, Integer> asked = new TreeMap<>();

    @Test
    void eachRouteDoesWhatItSaysForItsOwnerAndNothingForOthers() {
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
        lifetime.begin();

        Person member = bob.in(home);
        Person foreigner = bob.in(organisation(bob));
        known.forEach((route, meaning) -> {
            asForeigner(foreigner, route, meaning);
            asViewer(member, route, meaning);
            asPasserby(route, meaning, document.isOpen(route));
        });
        give("editor");
        known.forEach((route, meaning) -> asEditor(member, route, meaning));
        give("viewer");
        assertUntouched();
        known.forEach((route, _) -> examples.send(route));
        known.forEach(this::read);
        known.forEach((route, meaning) -> bounds.pages(isOperators(route) ? operator : owner, route, meaning));
        known.keySet().forEach(route -> bounds.bytes(owner, route));
        lifetime.live();
        lifetime.end();

        demands.assertMet(WITHOUT_SUCCESS, walk(known.size()));
    }

    /// As `docs/routes.md` has it.
    private String walk(int routes) {
        String each = asked.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.joining(", "));
        int all = asked.values().stream().mapToInt(Integer::intValue).sum();
        return "%s %d routes with those who may not: %s; %d requests in all.".formatted(Proofs.WALK, routes, each, all);
    }

    /// Has the guest another role in the organisation.
    private void give(String role) {
        owner.ask("PUT", furnished.path("PUT /api/organisations/{}/members/{}"), "{\"role\":\"" + role + "\"}")
                .expect(200);
    }

    private static boolean isOperators(String route) {
        return route.contains(" /api/tenants/")
                || route.contains("/dead-letters")
                || route.contains(" /api/operations/jobs")
                || route.endsWith("/installation");
    }

    /// What is there now is shown as described.
    private void read(String route, Known known) {
        boolean plain = route.startsWith("GET ") && known.kind() != Kind.PUBLIC;
        if (!plain || known.kind() == Kind.SOCKET || route.equals("GET /api/me/ws")) {
            return;
        }
        Http.Answer answer = ask(owner, route, known);
        if (answer.status() != 404) { // not everything is there
            demands.success("its owner", route, answer);
        }
    }

    private void asForeigner(Person foreigner, String route, Known known) {
        switch (known.kind()) {
            case THING, VIEWED -> refuse("a foreigner", foreigner, route, known, 404);
            case SOCKET -> refuseSocket("a foreigner", foreigner, route);
            case LIST -> expectNothing("a foreigner", foreigner, route, known);
            case PUBLIC, SELF, OWN -> {}
        }
    }

    private void asViewer(Person viewer, String route, Known known) {
        boolean writes = !route.startsWith("GET ");
        boolean meant = known.kind() == Kind.THING || known.kind() == Kind.OWN;
        if (writes && meant) {
            refuse("a viewer", viewer, route, known, 403);
        }
    }

    private void asEditor(Person editor, String route, Known known) {
        boolean writes = !route.startsWith("GET ") && (known.kind() == Kind.THING || known.kind() == Kind.OWN);
        boolean ofAdmins = document.scopes(route).stream().anyMatch(OF_ADMINS::contains);
        if ((writes && ofAdmins) || BY_ROLE.contains(route)) {
            refuse("an editor", editor, route, known, 403);
        }
    }

    private void asPasserby(String route, Known known, boolean open) {
        switch (known.kind()) {
            case THING, VIEWED -> refuse("a passer-by", passerby, route, known, open ? 404 : 401);
            case SELF, OWN -> {
                if (!open) {
                    refuse("a passer-by", passerby, route, known, 401);
                }
            }
            case LIST -> {
                if (open) {
                    expectNothing("a passer-by", passerby, route, known);
                } else {
                    refuse("a passer-by", passerby, route, known, 401);
                }
            }
            case SOCKET -> refuseSocket("a passer-by", passerby, route);
            case PUBLIC -> {}
        }
    }

    private void refuse(String who, Person person, String route, Known known, int status) {
        asked.merge(who, 1, Integer::sum);
        demands.status(who, route, ask(person, route, known), status);
    }

    private void refuseSocket(String who, Person person, String route) {
        asked.merge(who, 1, Integer::sum);
        demands.socket(person, route, furnished.path(route), 404);
    }

    private void expectNothing(String who, Person person, String route, Known known) {
        asked.merge(who, 1, Integer::sum);
        Http.Answer answer = ask(person, route, known);
        if (answer.status() >= 300 || furnished.isToldBy(answer)) {
            demands.found(who + ": " + route + " -> " + answer);
        }
    }

    private Http.Answer ask(Person person, String route, Known known) {
        return person.ask(route.substring(0, route.indexOf(' ')), furnished.path(route) + known.query(), known.body());
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
