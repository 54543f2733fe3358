package dev.atrium.gateway.invitation;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class InvitationsTest {

    private static final String ACCEPT = "/api/invitations/accept";
    private static final String LOOK_UP = "/api/invitations/look-up";

    private final AccessTokens provider = StandIn.fresh().provider();
    private final People ann = People.stranger(provider);
    private final String email = Ids.next() + "@example.org";
    private final People bob = People.stranger(provider, Map.of("email", email, "email_verified", true));
    private final String crew = ann.found();
    private final String invitations = "/api/organisations/" + crew + "/invitations";

    @Test
    void whoIsInvitedGetsAMailAndMayComeInOnce() {
        String team = ann.ask("POST", "/api/organisations/" + crew + "/teams", "{\"name\":\"Deck\"}")
                .json()
                .path("id")
                .asText();
        Answer invited = ann.ask(
                "POST", invitations, "{\"email\":\"" + email + "\",\"role\":\"editor\",\"teams\":[\"" + team + "\"]}");
        assertEquals(201, invited.status(), invited.text());
        assertFalse(invited.text().contains("token"), invited.text());
        Event.InvitationSent mail = mails(invited, 1).getFirst();

        Answer accepted = bob.ask("POST", ACCEPT, token(mail));

        assertEquals(200, accepted.status(), accepted.text());
        assertEquals(crew, accepted.json().path("id").asText());
        assertEquals("editor", accepted.json().path("role").asText());
        JsonNode me = bob.in(crew, "GET", "/api/me").json();
        assertEquals("[\"editor\"]", me.path("roles").toString());
        assertEquals("[\"team:" + team + "\"]", me.path("teams").toString());
        assertEquals(email, mail.email());
        assertEquals(ann.subject(), mail.inviter().subject());
        bob.ask("POST", ACCEPT, token(mail)).assertProblem(ProblemType.NOT_FOUND);
        JsonNode listed = ann.ask("GET", invitations + "?status=accepted").json();
        assertEquals(bob.subject(), listed.at("/items/0/acceptedBy").asText());
        assertEquals(
                0,
                ann.ask("GET", invitations + "?status=open")
                        .json()
                        .path("items")
                        .size());
        assertEquals(
                List.of(
                        "organisation.create",
                        "team.create",
                        "invitation.create",
                        "team-member.add",
                        "invitation.accept"),
                Database.deeds(crew));
    }

    @Test
    void whoHasTheTokenSeesWhoInvitesIntoWhatAndUsesNothingUp() {
        String token = token(mails(invite(email, "editor"), 1).getFirst());

        Answer first = Gateway.sendJson("POST", LOOK_UP, token);
        Answer again = bob.ask("POST", LOOK_UP, token);

        assertEquals(200, first.status(), first.text());
        assertEquals(first.json(), again.json());
        assertEquals("editor", first.json().path("role").asText());
        assertFalse(first.text().contains(email), first.text());
        String organisation = ann.in(crew, "GET", "/api/organisations/" + crew)
                .json()
                .path("name")
                .asText();
        assertEquals(organisation, first.json().path("organisation").asText());
        assertEquals(
                ann.in(crew, "GET", "/api/me").json().path("handle"),
                first.json().path("invitedBy"));
        assertEquals(200, bob.ask("POST", ACCEPT, token).status());
        Gateway.sendJson("POST", LOOK_UP, token).assertProblem(ProblemType.NOT_FOUND);
        Gateway.sendJson("POST", LOOK_UP, "{\"token\":\"short\"}").assertProblem(ProblemType.NOT_FOUND);
        Gateway.sendJson("POST", LOOK_UP, "{}").assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void unknownUsedRevokedAndOldTokensGetTheSameAnswer() {
        Answer used = invite(email, "viewer");
        String usedToken = token(mails(used, 1).getFirst());
        bob.ask("POST", ACCEPT, usedToken);
        Answer revoked = invite("r" + email, "viewer");
        String revokedToken = token(mails(revoked, 1).getFirst());
        assertEquals(204, ann.ask("DELETE", path(revoked)).status());
        Answer old = invite("o" + email, "viewer");
        String oldToken = token(mails(old, 1).getFirst());
        change(old, "expires_at = now() - interval '1 second'");

        JsonNode unknown = refusal("{\"token\":\"" + "x".repeat(43) + "\"}");

        for (String token : List.of(usedToken, revokedToken, oldToken, "{\"token\":\"short\"}")) {
            assertEquals(unknown, refusal(token));
        }
    }

    @Test
    void anInvitationIsWorthWhatItsInviterMayNow() {
        People admin = People.stranger(provider).into(crew, "admin");
        Answer one = admin.ask("POST", invitations, body("1" + email, "editor"));
        String token = token(mails(one, 1).getFirst());
        ann.ask("PUT", admin.membership(crew), "{\"role\":\"editor\"}");

        People.stranger(provider).ask("POST", ACCEPT, token).assertProblem(ProblemType.NOT_FOUND);
        ann.ask("PUT", admin.membership(crew), "{\"role\":\"admin\"}");

        assertEquals(200, People.stranger(provider).ask("POST", ACCEPT, token).status());
    }

    @Test
    void anotherVerifiedAddressDoesNotFit() {
        String token = token(mails(invite(email, "viewer"), 1).getFirst());
        People other = People.stranger(provider, Map.of("email", "x" + email, "email_verified", true));
        People unverified = People.stranger(provider, Map.of("email", "x" + email, "email_verified", false));

        other.ask("POST", ACCEPT, token).assertProblem(ProblemType.FORBIDDEN);

        assertEquals(200, unverified.ask("POST", ACCEPT, token).status());
    }

    @Test
    void aSessionComesWithTheAddressOfItsSignIn() {
        String token = token(mails(invite(email, "viewer"), 1).getFirst());
        People other = People.stranger(provider, Map.of("email", "x" + email, "email_verified", true));

        accept(other, token).assertProblem(ProblemType.FORBIDDEN);

        assertEquals(200, accept(bob, token).status());
        Event verified = new Event.EmailVerified(new TenantId(crew), bob.subject(), email);
        await().until(() -> Events.about(Topic.IDENTITY_EVENTS, bob.subject()).stream()
                .anyMatch(event -> event.event().equals(verified)));
    }

    @Test
    void onlyPeopleAccept() {
        String token = token(mails(invite(email, "viewer"), 1).getFirst());
        String key = bob.ask("POST", "/api/keys", "{}").json().path("key").asText();

        Gateway.sendJson("POST", ACCEPT, token, "Authorization", Gateway.newKey())
                .assertProblem(ProblemType.FORBIDDEN);
        Gateway.sendJson("POST", ACCEPT, token, "Authorization", "Bearer " + key)
                .assertProblem(ProblemType.FORBIDDEN);
        Gateway.sendJson("POST", ACCEPT, token).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void ofManyWhoAcceptAtTheSameTimeOneComesIn() throws Exception {
        String token = token(mails(invite(email, "viewer"), 1).getFirst());
        List<Future<Answer>> attempts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                People guest = People.stranger(provider);
                attempts.add(pool.submit(() -> guest.ask("POST", ACCEPT, token)));
            }
        }

        int accepted = 0;
        for (Future<Answer> attempt : attempts) {
            accepted += attempt.get().status() == 200 ? 1 : 0;
        }
        assertEquals(1, accepted);
        assertEquals(2, Database.count("select count(*) from memberships where tenant = ?", crew));
    }

    @Test
    void aMemberWhoAcceptsStaysWhatItIs() {
        bob.into(crew, "admin");
        String token = token(mails(invite(email, "viewer"), 1).getFirst());

        assertEquals("admin", bob.ask("POST", ACCEPT, token).json().path("role").asText());
    }

    @Test
    void anAddressHasOneOpenInvitation() {
        Answer first = invite(email, "viewer");
        ann.ask("POST", invitations, body(email.toUpperCase(java.util.Locale.ROOT), "viewer"))
                .assertProblem(ProblemType.CONFLICT);
        change(first, "expires_at = now() - interval '1 second'");

        invite(email, "viewer");
    }

    @Test
    void whoseTimeIsOverStaysSoWhoeverIsInvitedNext() {
        Answer first = invite(email, "viewer");
        change(first, "expires_at = now() - interval '1 second'");

        invite("other-" + email, "viewer");

        assertEquals(
                "expired", ann.ask("GET", path(first)).json().path("status").asText());
    }

    @Test
    void theSameRequestSendsOneMail() {
        Answer first = create("k1", "viewer");
        Answer again = create("k1", "viewer");

        assertEquals(201, first.status(), first.text());
        assertEquals(200, again.status(), again.text());
        assertEquals(first.json(), again.json());
        create("k1", "editor").assertProblem(ProblemType.UNPROCESSABLE);
        mails(first, 1);
    }

    @Test
    void sendingOnceMoreGivesAnotherTokenWithinLimits() {
        Answer invited = invite(email, "viewer");
        String before = token(mails(invited, 1).getFirst());
        ann.ask("POST", path(invited) + "/resend").assertProblem(ProblemType.CONFLICT);
        change(invited, "sent_at = now() - interval '2 minutes'");

        Answer resent = ann.ask("POST", path(invited) + "/resend");

        assertEquals(2, resent.json().path("sends").asInt(), resent.text());
        String after = token(mails(invited, 2).getLast());
        bob.ask("POST", ACCEPT, before).assertProblem(ProblemType.NOT_FOUND);
        change(invited, "sent_at = now() - interval '2 minutes', sends = 5");
        ann.ask("POST", path(invited) + "/resend").assertProblem(ProblemType.CONFLICT);
        assertEquals(200, bob.ask("POST", ACCEPT, after).status());
        ann.ask("POST", path(invited) + "/resend").assertProblem(ProblemType.CONFLICT);
        ann.ask("DELETE", path(invited)).assertProblem(ProblemType.CONFLICT);
    }

    @Test
    void onlyAdminsInviteAndNobodyAboveThemselves() {
        People editor = People.stranger(provider).into(crew, "editor");
        People admin = People.stranger(provider).into(crew, "admin");

        editor.ask("POST", invitations, body(email, "viewer")).assertProblem(ProblemType.FORBIDDEN);
        editor.ask("GET", invitations).assertProblem(ProblemType.FORBIDDEN);
        admin.ask("POST", invitations, body(email, "owner")).assertProblem(ProblemType.FORBIDDEN);
        bob.ask("POST", invitations, body(email, "viewer")).assertProblem(ProblemType.NOT_FOUND);
        bob.ask("GET", invitations).assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void anInvitationOfAnotherOrganisationIsNotFound() {
        Answer invited = invite(email, "viewer");
        String id = invited.json().path("id").asText();
        String elsewhere = "/api/organisations/" + bob.found() + "/invitations/" + id;

        bob.ask("GET", elsewhere).assertProblem(ProblemType.NOT_FOUND);
        bob.ask("DELETE", elsewhere).assertProblem(ProblemType.NOT_FOUND);
        bob.ask("POST", elsewhere + "/resend").assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void aDeletedOrganisationForgetsWhomItInvited() {
        String token = token(mails(invite(email, "viewer"), 1).getFirst());

        ann.ask("DELETE", "/api/organisations/" + crew);

        bob.ask("POST", ACCEPT, token).assertProblem(ProblemType.NOT_FOUND);
        assertEquals(0, Database.count("select count(*) from invitations where tenant = ?", crew));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":\"a@example.org\"}",
                "{\"email\":\"example.org\",\"role\":\"viewer\"}",
                "{\"email\":\"a@example.org\",\"role\":\"king\"}",
                "{\"email\":\"a@example.org\",\"role\":4}",
                "{\"email\":\"a@example.org\",\"role\":\"viewer\",\"teams\":[\"x\"]}",
                "{\"email\":\"a@example.org\",\"role\":\"viewer\",\"teams\":[\"00000000-0000-7000-8000-000000000000\"]}",
            })
    void whatIsNotValidIsNotSent(String body) {
        ann.ask("POST", invitations, body).assertProblem(ProblemType.INVALID_REQUEST);
        assertEquals(0, ann.ask("GET", invitations).json().path("items").size());
    }

    /// In a session, after its token was refreshed.
    private static Answer accept(People guest, String token) {
        Visit visit = Visit.of(guest.token().substring("Bearer ".length())).refreshed();
        return Gateway.sendJson("POST", ACCEPT, token, "Authorization", visit.bearer());
    }

    private JsonNode refusal(String token) {
        ObjectNode problem = People.stranger(provider)
                .ask("POST", ACCEPT, token)
                .assertProblem(ProblemType.NOT_FOUND)
                .json()
                .deepCopy();
        problem.remove("instance");
        return problem;
    }

    private Answer invite(String address, String role) {
        Answer invited = ann.ask("POST", invitations, body(address, role));
        assertEquals(201, invited.status(), invited.text());
        return invited;
    }

    private Answer create(String idempotencyKey, String role) {
        return Gateway.sendJson(
                "POST",
                invitations,
                body(email, role),
                "Authorization",
                ann.token(),
                "Idempotency-Key",
                idempotencyKey);
    }

    private String path(Answer invited) {
        return invitations + "/" + invited.json().path("id").asText();
    }

    private void change(Answer invited, String set) {
        Database.execute("set atrium.tenant = '" + crew + "'; update invitations set " + set + " where id = '"
                + invited.json().path("id").asText() + "'");
    }

    /// What jobs-service is told to send.
    private static List<Event.InvitationSent> mails(Answer invited, int count) {
        String id = invited.json().path("id").asText();
        return await().until(
                        () -> Events.about(Topic.IDENTITY_EVENTS, id).stream()
                                .map(event -> (Event.InvitationSent) event.event())
                                .toList(),
                        sent -> sent.size() == count);
    }

    private static String token(Event.InvitationSent mail) {
        String token = mail.link().substring(mail.link().indexOf("#invitation=") + "#invitation=".length());
        assertTrue(!mail.toString().contains(token));
        return "{\"token\":\"" + token + "\"}";
    }

    private static String body(String email, String role) {
        return "{\"email\":\"" + email + "\",\"role\":\"" + role + "\"}";
    }
}
