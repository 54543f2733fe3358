package dev.atrium.gateway.session;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Listener;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.SessionOfCaller;
import dev.atrium.platform.testing.Patience;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class SessionsTest {

    private static final String AUTHORIZATION = "Authorization";

    @Inject
    SessionPurge purge;

    private final String user = "u-" + UUID.randomUUID();
    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void aSessionActsAsItsUserDoesWithAnAccessToken() {
        String accessToken = services.provider().token(user, "acme");

        Visit visit = Visit.of(accessToken);

        JsonNode me =
                Gateway.send("GET", "/api/me", AUTHORIZATION, visit.bearer()).json();
        assertEquals(
                Gateway.send("GET", "/api/me", AUTHORIZATION, "Bearer " + accessToken)
                        .json(),
                me);
        assertEquals("user:" + user, me.path("subject").asText());
        assertEquals("[\"editor\"]", me.path("roles").toString());
        assertEquals(
                me, Gateway.send("GET", "/api/me", "Cookie", visit.cookie()).json());
    }

    @Test
    void anotherVerifiedAddressIsToldOnceInAllOrganisationsOfWhoSignsIn() {
        String crew = new People(user, "Bearer " + token("first@example.org", true)).found();

        for (String email : List.of("first@example.org", "first@example.org", "second@example.org")) {
            Visit.of(token("unverified@example.org", false));
            Visit.of(token(email, true));
        }

        for (String tenant : List.of(TenantId.COMMONS.value(), crew)) {
            await().untilAsserted(() ->
                    assertEquals(List.of("first@example.org", "second@example.org"), verified(tenant), tenant));
        }
    }

    private String token(String email, boolean verified) {
        return services.provider().sign(AccessTokens.claims(user, Map.of("email", email, "email_verified", verified)));
    }

    /// The addresses of the user of which a tenant was told, in their order.
    private List<String> verified(String tenant) {
        return Events.about(Topic.IDENTITY_EVENTS, "user:" + user).stream()
                .flatMap(event -> event.event() instanceof Event.EmailVerified told
                                && told.tenant().value().equals(tenant)
                        ? Stream.of(told.email())
                        : Stream.empty())
                .toList();
    }

    @Test
    void onlyAnAccessTokenOpensASession() {
        Visit visit = visit();

        Gateway.send("POST", "/api/sessions", AUTHORIZATION, visit.bearer()).assertProblem(ProblemType.CONFLICT);
        Gateway.send("POST", "/api/sessions", AUTHORIZATION, Gateway.newKey()).assertProblem(ProblemType.FORBIDDEN);
        Gateway.send("POST", "/api/sessions").assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void oneSeesWhereOneIsSignedIn() {
        Visit first = visit();
        Visit second = visit();

        JsonNode items = list(second);

        assertEquals(2, items.size());
        assertEquals(second.id(), items.get(0).path("id").asText());
        assertTrue(items.get(0).path("current").asBoolean());
        assertFalse(items.get(1).path("current").asBoolean());
        assertEquals(first.id(), items.get(1).path("id").asText());
        assertEquals("curl/8.5", items.get(0).path("userAgent").asText());
        assertEquals("127.0.0.0/24", items.get(0).path("address").asText());
        assertFalse(items.toString().contains("mar_"));
    }

    @Test
    void theListHasPages() {
        visit();
        Visit last = visit();

        JsonNode page = Gateway.send("GET", "/api/sessions?limit=1", AUTHORIZATION, last.bearer())
                .json();
        JsonNode rest = Gateway.send(
                        "GET",
                        "/api/sessions?limit=1&cursor="
                                + page.path("nextCursor").asText(),
                        AUTHORIZATION,
                        last.bearer())
                .json();

        assertEquals(1, rest.path("items").size());
        assertNotEquals(page.path("items"), rest.path("items"));
        assertTrue(rest.path("nextCursor").isMissingNode());
    }

    @Test
    void sessionsOfOneUserAreTheSameInEveryOrganisation() {
        Visit atAcme = visit();
        Visit atGlobex = Visit.of(services.provider().token(user, "globex"));

        assertEquals(2, list(atGlobex).size());
        assertEquals(204, end(atGlobex, atAcme.id()).status());
    }

    @Test
    void aSessionIsEndedAndClosesWhatItHasOpened() throws Exception {
        Visit kept = visit();
        Visit ended = visit();
        Listener itsSocket = Listener.open(Sockets.options(Sockets.PATH, ended.bearer()));
        Listener otherSocket = Listener.open(Sockets.options(Sockets.PATH, kept.bearer()));

        assertEquals(204, end(kept, ended.id()).status());

        itsSocket.awaitRevocation();
        assertRefused(ended);
        Visit.ask(ended.refresh()).assertProblem(ProblemType.UNAUTHENTICATED);
        assertTrue(otherSocket.isOpen());
        assertEquals(1, list(kept).size());
        assertEquals(204, end(kept, ended.id()).status());
        assertEquals(1, kept.deeds("session.start"));
        assertEquals(1, ended.deeds("session.end"));
    }

    @Test
    void servicesKnowTheSessionOfWhoComesInOneAndAreToldOfItsEnd() {
        Visit ended = visit();
        Gateway.send("GET", "/api/rooms", AUTHORIZATION, ended.bearer(), SessionOfCaller.HEADER, "planted");
        assertEquals(ended.id(), services.seen().getLast().headers().get(SessionOfCaller.HEADER));
        Gateway.send("GET", "/api/rooms", AUTHORIZATION, Gateway.newKey(), SessionOfCaller.HEADER, ended.id());
        assertFalse(services.seen().getLast().headers().contains(SessionOfCaller.HEADER));

        assertEquals(204, end(ended, ended.id()).status());

        await().untilAsserted(() -> assertEquals(
                List.of(new Event.SessionEnded(new TenantId("acme"), subject(), ended.id())),
                Events.about(Topic.IDENTITY_EVENTS, ended.id()).stream()
                        .map(CloudEvent::event)
                        .toList()));
    }

    @Test
    void loggingOutEverywhereEndsAllAndMayKeepTheCurrentOne() throws Exception {
        Visit first = visit();
        Visit second = visit();
        Listener socketOfFirst = Listener.open(Sockets.options(Sockets.PATH, first.bearer()));

        Gateway.send("DELETE", "/api/sessions?keepCurrent=1", AUTHORIZATION, second.bearer())
                .assertProblem(ProblemType.INVALID_REQUEST);
        Gateway.send("DELETE", "/api/sessions?keepCurrent=true", AUTHORIZATION, second.bearer());

        socketOfFirst.awaitRevocation();
        assertRefused(first);
        assertEquals(1, list(second).size());

        Listener socketOfSecond = Listener.open(Sockets.options(Sockets.PATH, second.bearer()));
        Gateway.send("DELETE", "/api/sessions", AUTHORIZATION, second.bearer());

        socketOfSecond.awaitRevocation();
        assertRefused(second);
    }

    @Test
    void itMayHaveBeenEndedAtAnotherGateway() throws Exception {
        Visit visit = visit();
        Listener socket = Listener.open(Sockets.options(Sockets.PATH, visit.bearer()));

        // By whose clock it is an hour earlier.
        Database.execute(
                "update sessions set ended_at = now() - interval '1 hour', valid_until = now() - interval '1 hour'"
                        + " where id = '" + visit.id() + "'");

        socket.awaitRevocation();
        await().untilAsserted(() -> assertRefused(visit));
    }

    @Test
    void aSessionThatNobodyUsesEndsByItselfAndClosesItsSockets() throws Exception {
        Visit visit = visit();
        Listener socket = Listener.open(Sockets.options(Sockets.PATH, visit.bearer()));

        Database.execute("update sessions set valid_until = now() where id = '" + visit.id() + "'");

        socket.awaitRevocation();
        Visit.ask(visit.refresh()).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void nobodySeesOrEndsTheSessionOfAnother() {
        Visit mine = visit();
        Visit others = Visit.of(services.provider().token("other-" + user, "acme"));

        end(mine, others.id()).assertProblem(ProblemType.NOT_FOUND);
        end(mine, UUID.randomUUID().toString()).assertProblem(ProblemType.NOT_FOUND);
        end(mine, "nonsense").assertProblem(ProblemType.NOT_FOUND);

        assertEquals(1, list(mine).size());
        assertEquals(1, list(others).size());
    }

    @Test
    void aTicketIsWorthNothingWhenItsSessionHasEnded() throws Exception {
        Visit visit = visit();
        String ticket = Sockets.ticket(visit.bearer());
        Listener byTicket = Listener.open(Sockets.options(Sockets.PATH + "?ticket=" + Sockets.ticket(visit.bearer())));

        end(visit, visit.id());

        byTicket.awaitRevocation();
        assertEquals(401, Sockets.refused(Sockets.options(Sockets.PATH + "?ticket=" + ticket)));
    }

    @Test
    void aSocketOfASessionLastsAsLongAsTheSessionAndIsNotRenewed() {
        Visit visit = visit();
        Gateway.send("GET", "/api/rooms", AUTHORIZATION, visit.bearer());

        long until = Sockets.claims(services).path("until").asLong();

        assertTrue(
                until > System.currentTimeMillis() / 1_000 + Duration.ofDays(29).toSeconds());
        Gateway.send("POST", "/api/sockets/renewals", AUTHORIZATION, visit.bearer())
                .assertProblem(ProblemType.CONFLICT);
    }

    @Test
    void theOldestSessionEndsForOneTooMany() {
        Visit oldest = visit();
        for (int i = 0; i < 50; i++) {
            visit();
        }

        assertRefused(oldest);
    }

    @Test
    void withoutTheProviderSessionsGoOn() {
        Visit visit = visit();
        services.away();

        Visit next = visit.refreshed();

        assertEquals(
                200,
                Gateway.send("GET", "/api/me", AUTHORIZATION, next.bearer()).status());
    }

    @Test
    void aKeySeesNoSessions() {
        String key = Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, visit().bearer())
                .json()
                .path("key")
                .asText();

        Gateway.send("GET", "/api/sessions", AUTHORIZATION, "Bearer " + key).assertProblem(ProblemType.FORBIDDEN);
        Gateway.send("DELETE", "/api/sessions", AUTHORIZATION, "Bearer " + key).assertProblem(ProblemType.FORBIDDEN);
    }

    @Test
    void theApplicationSeesNoSessionsWithoutSayingWhose() {
        visit();

        assertEquals("0", Database.textAsApplication("select count(*) from sessions"));
    }

    @Test
    void aDayAfterItsEndASessionIsForgotten() {
        String own = " where subject = '" + subject() + "' order by id limit ";
        for (int i = 0; i < 3; i++) {
            visit();
        }
        Database.execute("update sessions set ended_at = now() where id in (select id from sessions" + own + "2)");
        Database.execute("update sessions set ended_at = now() - interval '25 hours' where id in"
                + " (select id from sessions" + own + "1)");

        purge.run().await().atMost(Patience.USUAL);

        assertEquals(
                1, Database.count("select count(*) from sessions where subject = ? and ended_at is null", subject()));
        assertEquals(
                1,
                Database.count("select count(*) from sessions where subject = ? and ended_at is not null", subject()));
    }

    private String subject() {
        return "user:" + user;
    }

    private Visit visit() {
        return Visit.of(services.provider().sign(AccessTokens.claims(user, Map.of("organization", "acme"))));
    }

    private static JsonNode list(Visit visit) {
        return Gateway.send("GET", "/api/sessions", AUTHORIZATION, visit.bearer())
                .json()
                .path("items");
    }

    private static Gateway.Answer end(Visit visit, String id) {
        return Gateway.send("DELETE", "/api/sessions/" + id, AUTHORIZATION, visit.bearer());
    }

    private static void assertRefused(Visit visit) {
        Gateway.send("GET", "/api/me", AUTHORIZATION, visit.bearer()).assertProblem(ProblemType.UNAUTHENTICATED);
    }
}
