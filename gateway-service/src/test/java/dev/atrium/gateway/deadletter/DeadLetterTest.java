package dev.atrium.gateway.deadletter;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What nothing can be made of is kept, and the operator decides about it.
@QuarkusTest
final class DeadLetterTest {

    private static final String PATH = "/api/operations/gateway/dead-letters";
    private static final String AUTHORIZATION = "Authorization";

    private final AccessTokens provider = StandIn.fresh().provider();
    private final String operator = member("operators", "admin");
    private final String tenant = "letters-" + Ids.next();
    private final String event = UUID.randomUUID().toString();

    @Test
    void aDeedThatIsNotKnownYetIsWrittenDownWhenItIsReplayed() {
        String action = "future.deed-" + event;
        Events.write(deed(action));
        JsonNode letter = awaitLetter();

        assertEquals("audit", letter.path("consumer").asText());
        assertEquals("audit.events", letter.path("topic").asText());
        assertEquals(
                "a deed that this version does not know", letter.path("reason").asText());
        assertEquals(tenant, letter.path("headers").path("ce_tenant").asText());
        assertTrue(letter.path("sizeBytes").asInt() > 0);
        assertFalse(letter.toString().contains(action), letter::toString);
        post(letter, "replay").assertProblem(ProblemType.CONFLICT);

        become(AuditAction.JOB_CANCEL.label(), action);
        for (int i = 0; i < 2; i++) {
            Answer replayed = post(letter, "replay");
            assertEquals(200, replayed.status(), replayed.text());
            assertEquals("replayed", replayed.json().path("state").asText());
            assertTrue(replayed.json().path("sizeBytes").isMissingNode()
                    || replayed.json().path("sizeBytes").isNull());
        }

        assertEquals(List.of(AuditAction.JOB_CANCEL.label()), Database.deeds(tenant));
        assertEquals("1", deeds("dead-letter.replay", letter));
        post(letter, "discard").assertProblem(ProblemType.CONFLICT);
    }

    @Test
    void whatNobodyWantsIsDiscarded() {
        Events.write(deed("future.deed"));
        JsonNode letter = awaitLetter();

        for (int i = 0; i < 2; i++) {
            assertEquals(
                    "discarded", post(letter, "discard").json().path("state").asText());
        }

        assertEquals("1", deeds("dead-letter.discard", letter));
        post(letter, "replay").assertProblem(ProblemType.CONFLICT);
        assertTrue(find("?state=open&topic=audit.events&limit=200").isEmpty());
        assertEquals(
                letter.path("id"),
                Gateway.send("GET", PATH + "/" + letter.path("id").asText(), AUTHORIZATION, operator)
                        .json()
                        .path("id"));
    }

    @Test
    void toEverybodyElseThereIsNothing() {
        Events.write(deed("future.deed"));
        String path = PATH + "/" + awaitLetter().path("id").asText();

        for (String other : List.of(member("acme", "admin"), member("operators", "viewer"), Gateway.newKey())) {
            Gateway.send("GET", PATH, AUTHORIZATION, other).assertProblem(ProblemType.NOT_FOUND);
            Gateway.send("GET", path, AUTHORIZATION, other).assertProblem(ProblemType.NOT_FOUND);
        }
        for (String deed : List.of("/replay", "/discard")) {
            Gateway.send("POST", path + deed, AUTHORIZATION, member("acme", "admin"))
                    .assertProblem(ProblemType.NOT_FOUND);
        }
        Gateway.send("GET", PATH + "/" + UUID.randomUUID(), AUTHORIZATION, operator)
                .assertProblem(ProblemType.NOT_FOUND);
        for (String wrong : List.of("?state=lost", "?topic=a%20b", "?cursor=x", "?limit=0")) {
            Gateway.send("GET", PATH + wrong, AUTHORIZATION, operator).assertProblem(ProblemType.INVALID_REQUEST);
        }
    }

    @Test
    void thePagesOfTheListGoOnWhereTheFormerEnds() {
        Events.write(deed("future.deed"));
        awaitLetter();
        Events.write(new CloudEvent(
                UUID.randomUUID().toString(),
                "/room-service",
                Instant.now(),
                null,
                deed("future.deed").event()));
        await().until(() ->
                page("?limit=1").path("items").size() == 1 && page("?limit=1").hasNonNull("nextCursor"));

        JsonNode first = page("?limit=1");
        JsonNode second = page("?limit=1&cursor=" + first.path("nextCursor").asText());

        assertFalse(first.path("items").equals(second.path("items")));
        assertTrue(first.at("/items/0/recordedAt")
                        .asText()
                        .compareTo(second.at("/items/0/recordedAt").asText())
                >= 0);
    }

    private CloudEvent deed(String action) {
        return new CloudEvent(
                event,
                "/room-service",
                Instant.now(),
                null,
                new Event.Audited(
                        new TenantId(tenant), new Actor("user:ada", "Ada"), action, "a-target", Map.of("name", "x")));
    }

    /// As if a version that knows the deed had been started.
    private void become(String known, String unknown) {
        Database.execute("update dead_letter set value = convert_to(replace(convert_from(value, 'UTF8'), '" + unknown
                + "', '" + known + "'), 'UTF8') where headers like '%" + event + "%'");
    }

    private String deeds(String action, JsonNode letter) {
        return Database.textIn(
                "operators",
                "select count(*) from audit where action = '" + action + "' and target = ?",
                letter.path("id").asText());
    }

    private JsonNode awaitLetter() {
        return await().until(() -> find("?topic=audit.events&limit=200"), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonNode> find(String query) {
        return StreamSupport.stream(page(query).path("items").spliterator(), false)
                .filter(letter -> letter.path("headers").path("ce_id").asText().equals(event))
                .findFirst();
    }

    private JsonNode page(String query) {
        Answer answer = Gateway.send("GET", PATH + query, AUTHORIZATION, operator);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    private Answer post(JsonNode letter, String deed) {
        return Gateway.send("POST", PATH + "/" + letter.path("id").asText() + "/" + deed, AUTHORIZATION, operator);
    }

    private String member(String organisation, String role) {
        return "Bearer "
                + provider.sign(AccessTokens.claims(
                        "op-" + Ids.next(),
                        Map.of("organization", List.of(organisation), "realm_access", Map.of("roles", List.of(role)))));
    }
}
