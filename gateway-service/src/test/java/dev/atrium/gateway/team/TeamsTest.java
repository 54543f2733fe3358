package dev.atrium.gateway.team;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class TeamsTest {

    private final AccessTokens provider = StandIn.fresh().provider();
    private final People ann = People.stranger(provider);
    private final People bob = People.stranger(provider);
    private final String crew = ann.found();
    private final String teams = "/api/organisations/" + crew + "/teams";

    @Test
    void adminsMakeThemAndAllMembersSeeThem() {
        bob.into(crew, "viewer");

        Answer made = ann.ask("POST", teams, name("Deck"));

        assertEquals(201, made.status(), made.text());
        String id = made.json().path("id").asText();
        assertEquals(teams + "/" + id, made.header("Location"));
        assertEquals(made.json(), bob.ask("GET", teams + "/" + id).json());
        assertEquals(made.json(), bob.ask("GET", teams).json().at("/items/0"));
        bob.ask("POST", teams, name("Mine")).assertProblem(ProblemType.FORBIDDEN);
        bob.ask("PATCH", teams + "/" + id, name("Mine")).assertProblem(ProblemType.FORBIDDEN);
        bob.ask("DELETE", teams + "/" + id).assertProblem(ProblemType.FORBIDDEN);
    }

    @Test
    void aNameIsTakenOnceWhateverItsCase() {
        String deck = id(ann.ask("POST", teams, name("Deck")));
        String galley = id(ann.ask("POST", teams, name("Galley")));

        ann.ask("POST", teams, name("DECK")).assertProblem(ProblemType.CONFLICT);
        ann.ask("PATCH", teams + "/" + galley, name("deck")).assertProblem(ProblemType.CONFLICT);

        assertEquals(
                "Bridge",
                ann.ask("PATCH", teams + "/" + deck, name("Bridge"))
                        .json()
                        .path("name")
                        .asText());
    }

    @Test
    void theSameRequestMakesOne() {
        Answer first = create("Deck", "k1");
        Answer again = create("Deck", "k1");

        assertEquals(201, first.status(), first.text());
        assertEquals(200, again.status(), again.text());
        assertEquals(first.json(), again.json());
        create("Other", "k1").assertProblem(ProblemType.UNPROCESSABLE);
    }

    @Test
    void membersOfTheOrganisationJoinAndLeaveThem() {
        bob.into(crew, "viewer");
        String team = id(ann.ask("POST", teams, name("Deck")));
        String bobsPlace = teams + "/" + team + "/members/" + bob.subject();

        Answer added = ann.ask("PUT", bobsPlace);
        Answer again = ann.ask("PUT", bobsPlace);
        JsonNode inside = bob.in(crew, "GET", "/api/me").json();

        assertEquals(bob.subject(), added.json().path("subject").asText(), added.text());
        assertEquals(added.json(), again.json());
        assertEquals("[\"team:" + team + "\"]", inside.path("teams").toString());
        assertEquals("[]", bob.ask("GET", "/api/me").json().path("teams").toString());
        assertEquals(
                bob.subject(),
                bob.ask("GET", teams + "/" + team + "/members")
                        .json()
                        .at("/items/0/subject")
                        .asText());
        ann.ask("PUT", teams + "/" + team + "/members/user:nobody").assertProblem(ProblemType.NOT_FOUND);
        bob.ask("DELETE", bobsPlace).assertProblem(ProblemType.FORBIDDEN);
        assertEquals(204, ann.ask("DELETE", bobsPlace).status());
        ann.ask("DELETE", bobsPlace).assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void whoLeavesTheOrganisationLeavesItsTeams() {
        bob.into(crew, "viewer");
        String team = id(ann.ask("POST", teams, name("Deck")));
        ann.ask("PUT", teams + "/" + team + "/members/" + bob.subject());

        ann.ask("DELETE", bob.membership(crew));

        assertEquals(
                0,
                ann.ask("GET", teams + "/" + team + "/members")
                        .json()
                        .path("items")
                        .size());
    }

    /// Also by whoever leaves the organisation, which is no deed of its own.
    @Test
    void theOtherServicesAreToldWhoIsInWhichTeam() {
        bob.into(crew, "viewer");
        String team = id(ann.ask("POST", teams, name("Deck")));
        String bobsPlace = teams + "/" + team + "/members/" + bob.subject();
        ann.ask("PUT", bobsPlace);
        ann.ask("PUT", bobsPlace);
        ann.ask("DELETE", bobsPlace);
        ann.ask("PUT", bobsPlace);
        ann.ask("PATCH", teams + "/" + team, name("Bridge"));
        ann.ask("DELETE", bob.membership(crew));
        bob.into(crew, "viewer");
        ann.ask("PUT", bobsPlace);
        ann.ask("DELETE", teams + "/" + team);

        TenantId tenant = new TenantId(crew);
        Event joined = new Event.TeamMemberChanged(tenant, team, bob.subject(), bob.name());
        Event left = new Event.TeamMemberChanged(tenant, team, bob.subject(), null);
        assertTold(
                team,
                List.of(
                        new Event.TeamChanged(tenant, team, "Deck"),
                        new Event.TeamChanged(tenant, team, "Bridge"),
                        new Event.TeamChanged(tenant, team, null)));
        assertTold(team + "/" + bob.subject(), List.of(joined, left, joined, left, joined));
    }

    private static void assertTold(String subject, List<Event> events) {
        await().untilAsserted(() -> assertEquals(
                events,
                Events.about(Topic.IDENTITY_EVENTS, subject).stream()
                        .map(CloudEvent::event)
                        .toList()));
    }

    @Test
    void othersDoNotSeeThemAndTeamsOfOthersAreNotFound() {
        String team = id(ann.ask("POST", teams, name("Deck")));
        String other = bob.found();

        bob.ask("GET", teams + "/" + team).assertProblem(ProblemType.NOT_FOUND);
        bob.ask("GET", "/api/organisations/" + other + "/teams/" + team).assertProblem(ProblemType.NOT_FOUND);
        bob.ask("DELETE", "/api/organisations/" + other + "/teams/" + team).assertProblem(ProblemType.NOT_FOUND);
        ann.ask("GET", teams + "/nonsense").assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void changesAreWrittenDown() {
        bob.into(crew, "viewer");
        String team = id(ann.ask("POST", teams, name("Deck")));
        ann.ask("PATCH", teams + "/" + team, name("Bridge"));
        ann.ask("PUT", teams + "/" + team + "/members/" + bob.subject());
        ann.ask("DELETE", teams + "/" + team + "/members/" + bob.subject());
        ann.ask("DELETE", teams + "/" + team);

        assertEquals(
                List.of(
                        "organisation.create",
                        "team.create",
                        "team.change",
                        "team-member.add",
                        "team-member.remove",
                        "team.delete"),
                Database.deeds(crew));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\" \"}",
                "{\"name\":\"\\u2003\\u00a0\"}",
                "{\"name\":\"a\\u0000\"}",
                "{\"name\":\"a\\ud800\"}",
                "{\"name\":\"a\",\"x\":1}"
            })
    void whatIsNotValidIsNotMade(String body) {
        ann.ask("POST", teams, body).assertProblem(ProblemType.INVALID_REQUEST);
    }

    private Answer create(String name, String idempotencyKey) {
        return Gateway.sendJson(
                "POST", teams, name(name), "Authorization", ann.token(), "Idempotency-Key", idempotencyKey);
    }

    private static String name(String name) {
        return "{\"name\":\"" + name + "\"}";
    }

    private static String id(Answer answer) {
        return answer.json().path("id").asText();
    }
}
