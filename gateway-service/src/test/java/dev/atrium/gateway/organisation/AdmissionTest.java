package dev.atrium.gateway.organisation;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who gets into an organisation, and for how long.
@QuarkusTest
final class AdmissionTest {

    private final AccessTokens provider = StandIn.fresh().provider();
    private final People ann = People.stranger(provider);
    private final People bob = People.stranger(provider);
    private final String crew = ann.found();

    @Test
    void aMemberChoosesTheOrganisationByHeader() {
        JsonNode inside = ann.in(crew, "GET", "/api/me").json();
        JsonNode outside = ann.ask("GET", "/api/me").json();

        assertEquals(crew, inside.path("tenant").asText());
        assertEquals("[\"admin\",\"owner\"]", inside.path("roles").toString());
        assertEquals("commons", outside.path("tenant").asText());
    }

    @Test
    void rolesOfTheProviderMeanNothingInside() {
        People boss = People.stranger(provider, Map.of("realm_access", Map.of("roles", List.of("admin"))))
                .into(crew, "viewer");

        assertEquals(
                "[\"viewer\"]",
                boss.in(crew, "GET", "/api/me").json().path("roles").toString());
        boss.in(crew, "POST", "/api/users", "{\"email\":\"a@example.org\",\"name\":\"A\"}")
                .assertProblem(ProblemType.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, GET, /api/rooms, true",
        "viewer, POST, /api/rooms/0/messages, false",
        "viewer, POST, /api/rooms, false",
        "viewer, POST, /api/keys, false",
        "commenter, POST, /api/rooms/0/messages, true",
        "commenter, POST, /api/rooms, false",
        "commenter, POST, /api/upload, false",
        "editor, POST, /api/rooms, true",
        "editor, POST, /api/upload, true",
        "editor, POST, /api/users, false",
        "editor, PATCH, /api/organisations/0, false",
        "admin, POST, /api/webhook-sources, true",
        "admin, PATCH, /api/organisations/0, true",
    })
    void aRoleAllowsWhatItSays(String role, String method, String path, boolean allowed) {
        bob.into(crew, role);

        int status = bob.in(crew, method, path).status();

        assertEquals(allowed, status != 403, role + " " + path + " " + status);
    }

    @Test
    void foreignAndAbsentOrganisationsCannotBeToldApart() {
        Answer foreign = bob.in(crew, "GET", "/api/me").assertProblem(ProblemType.FORBIDDEN);
        Answer absent = bob.in(UUID.randomUUID().toString(), "GET", "/api/me").assertProblem(ProblemType.FORBIDDEN);
        Answer odd = bob.in("acme", "GET", "/api/me").assertProblem(ProblemType.FORBIDDEN);

        assertEquals(absent.json().path("detail"), foreign.json().path("detail"));
        assertEquals(absent.json().path("detail"), odd.json().path("detail"));
        bob.in("Not an id", "GET", "/api/me").assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void aProviderThatNamesAnOrganisationOfOursLetsNobodyIn() {
        People mallory = People.stranger(provider, Map.of("organization", List.of(crew)));

        mallory.ask("GET", "/api/me").assertProblem(ProblemType.FORBIDDEN);
        mallory.into(crew, "viewer");

        await().untilAsserted(() -> assertEquals(
                "[\"viewer\"]",
                mallory.ask("GET", "/api/me").json().path("roles").toString()));
    }

    @Test
    void theHeaderChoosesAmongTheOrganisationsThatATokenNames() {
        People many = People.stranger(provider, Map.of("organization", List.of("acme", "globex")))
                .into(crew, "viewer");

        many.ask("GET", "/api/me").assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(crew, many.in(crew, "GET", "/api/me").json().path("tenant").asText());
    }

    @Test
    void keysAndVisitorsCannotChooseOne() {
        String key = Gateway.newKey();

        Gateway.send("GET", "/api/me", "Authorization", key, "Atrium-Organisation", crew)
                .assertProblem(ProblemType.FORBIDDEN);
        Gateway.send("GET", "/api/rooms", "Atrium-Organisation", crew).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void aKeyBelongsToTheOrganisationItWasMadeInAndToNoOther() {
        String other = ann.found();
        String key = key(ann, crew);

        JsonNode me = Gateway.send("GET", "/api/me", "Authorization", key).json();
        JsonNode list =
                Gateway.send("GET", "/api/organisations", "Authorization", key).json();

        assertEquals(crew, me.path("tenant").asText());
        assertEquals(ann.subject(), me.path("subject").asText());
        assertEquals(1, list.path("items").size());
        assertEquals(crew, list.at("/items/0/id").asText());
        Gateway.send("GET", "/api/organisations/" + other, "Authorization", key).assertProblem(ProblemType.NOT_FOUND);
        Gateway.send("DELETE", "/api/organisations/" + other, "Authorization", key)
                .assertProblem(ProblemType.NOT_FOUND);
        assertEquals(0, ann.in(other, "GET", "/api/keys").json().path("items").size());
    }

    @Test
    void aKeyAllowsWhatItsMakerMayNow() {
        bob.into(crew, "editor");
        String key = key(bob, crew);
        assertEquals(200, write(key).status());

        ann.ask("PUT", bob.membership(crew), "{\"role\":\"viewer\"}");
        await().until(() -> write(key).status() == 403);
        ann.ask("PUT", bob.membership(crew), "{\"role\":\"editor\"}");

        await().until(() -> write(key).status() == 200);
    }

    @Test
    void whoIsRemovedIsOutWithItsKeysForEver() {
        bob.into(crew, "editor");
        String key = key(bob, crew);
        assertEquals(200, bob.in(crew, "GET", "/api/me").status());

        ann.ask("DELETE", bob.membership(crew));

        bob.in(crew, "GET", "/api/me").assertProblem(ProblemType.FORBIDDEN);
        await().until(() -> me(key).status() == 401);
        bob.into(crew, "editor");
        await().until(() -> bob.in(crew, "GET", "/api/me").status() == 200);
        me(key).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void aDeletedOrganisationLetsNobodyIn() {
        String key = key(ann, crew);
        String ticket = ticket(ann);

        ann.ask("DELETE", "/api/organisations/" + crew);

        await().until(() -> me(key).status() == 401);
        await().until(() -> ann.in(crew, "GET", "/api/me").status() == 403);
        Gateway.send("GET", Sockets.PATH + "?ticket=" + ticket).assertProblem(ProblemType.FORBIDDEN);
        People mallory = People.stranger(provider, Map.of("organization", List.of(crew)));
        mallory.ask("GET", "/api/me").assertProblem(ProblemType.FORBIDDEN);
    }

    @Test
    void removalAtAnotherGatewayEndsSocketsAndThoseOfOthersStay() throws Exception {
        bob.into(crew, "editor");
        String key = key(bob, crew);
        AtomicInteger byToken = open(Sockets.options(Sockets.PATH, bob.token()).putHeader("Atrium-Organisation", crew));
        AtomicInteger byTicket = open(Sockets.options(Sockets.PATH + "?ticket=" + ticket(bob)));
        AtomicInteger byKey = open(Sockets.options(Sockets.PATH, key));
        AtomicInteger elsewhere = open(Sockets.options(Sockets.PATH, bob.token()));
        AtomicInteger others = open(Sockets.options(Sockets.PATH, ann.token()).putHeader("Atrium-Organisation", crew));

        Database.execute(
                "set atrium.tenant = '" + crew + "'; delete from memberships where subject = '" + bob.subject() + "'");

        for (AtomicInteger ended : List.of(byToken, byTicket, byKey)) {
            await().until(() -> ended.get() == 4401);
        }
        assertEquals(0, elsewhere.get());
        assertEquals(0, others.get());
    }

    @Test
    void anotherRoleEndsTheSocketsOnceAndWhoComesBackStays() throws Exception {
        bob.into(crew, "editor");
        AtomicInteger before = open(Sockets.options(Sockets.PATH, bob.token()).putHeader("Atrium-Organisation", crew));

        ann.ask("PUT", bob.membership(crew), "{\"role\":\"viewer\"}");
        await().until(() -> before.get() == 4401);
        AtomicInteger after = open(Sockets.options(Sockets.PATH, bob.token()).putHeader("Atrium-Organisation", crew));
        People third = People.stranger(provider).into(crew, "editor");
        AtomicInteger later = open(Sockets.options(Sockets.PATH, third.token()).putHeader("Atrium-Organisation", crew));
        ann.ask("DELETE", third.membership(crew));

        // Whoever saw the second change has seen the first one again.
        await().until(() -> later.get() == 4401);
        assertEquals(0, after.get());
    }

    private String ticket(People person) {
        return person.in(crew, "POST", "/api/tickets").json().path("ticket").asText();
    }

    private static AtomicInteger open(WebSocketConnectOptions options) throws Exception {
        AtomicInteger code = new AtomicInteger();
        WebSocket _ = Sockets.open(options, socket -> socket.closeHandler(_ -> code.set(socket.closeStatusCode())));
        return code;
    }

    private static String key(People person, String organisation) {
        return "Bearer "
                + person.in(organisation, "POST", "/api/keys", "{}")
                        .json()
                        .path("key")
                        .asText();
    }

    private static Answer me(String key) {
        return Gateway.send("GET", "/api/me", "Authorization", key);
    }

    private static Answer write(String key) {
        return Gateway.sendJson("POST", "/api/rooms", "{}", "Authorization", key);
    }
}
