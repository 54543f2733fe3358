package dev.atrium.gateway.organisation;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
final class MembersTest {

    private final AccessTokens provider = StandIn.fresh().provider();
    private final People ann = People.stranger(provider);
    private final People bob = People.stranger(provider);
    private final String crew = ann.found();

    @Test
    void membersSeeEachOtherByRoleAndInPages() {
        bob.into(crew, "viewer");

        Answer all = bob.ask("GET", "/api/organisations/" + crew + "/members");
        Answer owners = bob.ask("GET", "/api/organisations/" + crew + "/members?role=owner");
        Answer page = bob.ask("GET", "/api/organisations/" + crew + "/members?limit=1");

        assertEquals(2, all.json().path("items").size());
        assertEquals(ann.subject(), owners.json().at("/items/0/subject").asText());
        assertEquals(1, owners.json().path("items").size());
        assertEquals(bob.subject(), page.json().at("/items/0/subject").asText());
        assertTrue(page.json().has("nextCursor"));
        assertEquals(
                "viewer",
                bob.ask("GET", bob.membership(crew)).json().path("role").asText());
        bob.ask("GET", "/api/organisations/" + crew + "/members?role=king").assertProblem(ProblemType.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        // who, whom, to what, allowed
        "owner,   viewer, owner,  true",
        "owner,   owner,  viewer, true",
        "admin,   viewer, admin,  true",
        "admin,   admin,  viewer, true",
        "admin,   viewer, owner,  false",
        "admin,   owner,  viewer, false",
        "admin,   owner,  owner,  false",
        "editor,  viewer, editor, false",
        "editor,  viewer, viewer, false",
        "viewer,  viewer, owner,  false",
    })
    void nobodyGivesOrTakesARoleAboveTheirOwn(String acting, String before, String after, boolean allowed) {
        bob.into(crew, acting);
        People member = People.stranger(provider).into(crew, before);

        Answer changed = bob.ask("PUT", member.membership(crew), role(after));
        Answer removed = bob.ask("DELETE", member.membership(crew));

        if (allowed) {
            assertEquals(after, changed.json().path("role").asText());
            assertEquals(204, removed.status(), removed.text());
        } else {
            changed.assertProblem(ProblemType.FORBIDDEN);
        }
    }

    @Test
    void oneMayStepDownButNotUp() {
        bob.into(crew, "admin");

        bob.ask("PUT", bob.membership(crew), role("owner")).assertProblem(ProblemType.FORBIDDEN);

        assertEquals(
                "editor",
                bob.ask("PUT", bob.membership(crew), role("editor"))
                        .json()
                        .path("role")
                        .asText());
        bob.ask("PUT", bob.membership(crew), role("admin")).assertProblem(ProblemType.FORBIDDEN);
    }

    @Test
    void theLastOwnerStaysAndOthersMayLeave() {
        bob.into(crew, "viewer");

        ann.ask("DELETE", ann.membership(crew)).assertProblem(ProblemType.CONFLICT);
        ann.ask("PUT", ann.membership(crew), role("admin")).assertProblem(ProblemType.CONFLICT);

        assertEquals(204, bob.in(crew, "DELETE", bob.membership(crew)).status());
        bob.ask("GET", "/api/organisations/" + crew).assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void ofTwoOwnersWhoLeaveAtTheSameTimeOneStays() throws Exception {
        for (int i = 0; i < 5; i++) {
            People one = People.stranger(provider);
            String organisation = one.found();
            People two = People.stranger(provider).into(organisation, "owner");

            List<Callable<Answer>> leave = List.of(
                    () -> one.ask("DELETE", one.membership(organisation)),
                    () -> two.ask("PUT", two.membership(organisation), role("viewer")));
            try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
                pool.invokeAll(leave);
            }

            assertEquals(
                    1,
                    Database.count(
                            "select count(*) from memberships where tenant = ? and role = 'owner'", organisation));
        }
    }

    @Test
    void anOwnerGivesItAway() {
        bob.into(crew, "viewer");
        String path = "/api/organisations/" + crew + "/owner";
        String heir = "{\"subject\":\"" + bob.subject() + "\"}";

        bob.ask("PUT", path, heir).assertProblem(ProblemType.FORBIDDEN);
        ann.ask("PUT", path, "{\"subject\":\"user:nobody\"}").assertProblem(ProblemType.NOT_FOUND);
        Answer given = ann.ask("PUT", path, heir);

        assertEquals("owner", given.json().path("role").asText(), given.text());
        assertEquals(
                "admin",
                ann.ask("GET", ann.membership(crew)).json().path("role").asText());
        ann.ask("DELETE", "/api/organisations/" + crew).assertProblem(ProblemType.FORBIDDEN);
        assertEquals(
                List.of(
                        "organisation.create",
                        "organisation.transfer refused",
                        "organisation.transfer",
                        "organisation.delete refused"),
                Database.deeds(crew));
    }

    @Test
    void changesAreToldAndWrittenDown() {
        bob.into(crew, "viewer");

        ann.ask("PUT", bob.membership(crew), role("editor"));
        ann.ask("PUT", bob.membership(crew), role("editor"));
        ann.ask("DELETE", bob.membership(crew));

        assertEquals(List.of("organisation.create", "member.change", "member.remove"), Database.deeds(crew));
        TenantId tenant = new TenantId(crew);
        await().untilAsserted(() -> assertEquals(
                List.of(
                        new Event.MembershipChanged(tenant, bob.subject(), bob.name(), "editor"),
                        new Event.MembershipChanged(tenant, bob.subject(), bob.name(), null)),
                Events.about(Topic.IDENTITY_EVENTS, bob.subject()).stream()
                        .map(CloudEvent::event)
                        .toList()));
    }

    @Test
    void aReadOnlyKeyRemovesNobodyAlsoNotItsMaker() {
        bob.into(crew, "viewer");
        People.stranger(provider).into(crew, "owner");

        String inside = key(ann.in(crew, "POST", "/api/keys", scopes("organisations:read")));
        String outside = key(ann.ask("POST", "/api/keys", scopes("organisations:read")));
        for (String key : List.of(inside, outside)) {
            Gateway.send("DELETE", bob.membership(crew), "Authorization", key).assertProblem(ProblemType.FORBIDDEN);
            Gateway.send("DELETE", ann.membership(crew), "Authorization", key).assertProblem(ProblemType.FORBIDDEN);
        }

        String writing = key(ann.in(crew, "POST", "/api/keys", scopes("organisations:read\",\"organisations:write")));
        assertEquals(
                204,
                Gateway.send("DELETE", ann.membership(crew), "Authorization", writing)
                        .status());
    }

    @Test
    void aKeyMadeOutsideOfTheOrganisationChangesItOnlyIfThatWasAskedFor() {
        String invitations = "/api/organisations/" + crew + "/invitations";
        String invitation = "{\"email\":\"mallory@evil.example\",\"role\":\"owner\"}";
        String usual = key(ann.ask("POST", "/api/keys", "{}"));

        Gateway.sendJson("POST", invitations, invitation, "Authorization", usual)
                .assertProblem(ProblemType.FORBIDDEN);
        Gateway.send("DELETE", "/api/organisations/" + crew, "Authorization", usual)
                .assertProblem(ProblemType.FORBIDDEN);
        assertEquals(
                200,
                Gateway.send("GET", "/api/organisations/" + crew + "/members", "Authorization", usual)
                        .status());

        String asked = key(ann.ask("POST", "/api/keys", scopes("organisations:write")));
        assertEquals(
                201,
                Gateway.sendJson("POST", invitations, invitation, "Authorization", asked)
                        .status());
    }

    private static String scopes(String scopes) {
        return "{\"scopes\":[\"" + scopes + "\"]}";
    }

    private static String key(Answer made) {
        return "Bearer " + made.json().path("key").asText();
    }

    private static String role(String role) {
        return "{\"role\":\"" + role + "\"}";
    }
}
