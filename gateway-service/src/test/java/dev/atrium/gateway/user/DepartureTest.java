package dev.atrium.gateway.user;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Endings;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who is deleted at the provider, or deactivated, is out: where the organisation says so, and only there.
@QuarkusTest
final class DepartureTest {

    private static final String AUTHORIZATION = "Authorization";

    @Inject
    Erasure erasure;

    private final AccessTokens provider = StandIn.fresh().provider();
    private final People ann = People.stranger(provider);
    private final People bob = People.stranger(provider);
    private final String crew = ann.found();
    private final String email = Ids.next() + "@example.org";

    @Test
    void inAProvidersOrganisationSessionsEndAndNothingNewIsMade() {
        String tenant = "gone-" + Ids.next();
        String boss = "Bearer "
                + provider.sign(AccessTokens.claims(
                        "boss", Map.of("organization", tenant, "realm_access", Map.of("roles", List.of("admin")))));
        ProviderSource source = new ProviderSource(
                Gateway.sendJson("POST", "/api/webhook-sources", ProviderSource.WISH, AUTHORIZATION, boss)
                        .json());
        String here = provider.token(bob.name(), tenant);
        Visit visit = Visit.of(here);
        Visit elsewhere = Visit.of(provider.token(bob.name(), "else-" + tenant));

        source.deliver(bob.name(), "user.deleted", 1, email, "");

        awaitStatus(401, visit);
        awaitStatus(200, elsewhere);
        Gateway.send("POST", "/api/sessions", AUTHORIZATION, "Bearer " + here).assertProblem(ProblemType.FORBIDDEN);
        Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, "Bearer " + here)
                .assertProblem(ProblemType.FORBIDDEN);
        assertEquals(
                201,
                Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, elsewhere.bearer())
                        .status());
        // So nobody mails them, or sends their webhook endpoints anything, any more.
        await().untilAsserted(() -> assertEquals(
                List.of(new Event.MembershipChanged(new TenantId(tenant), bob.subject(), bob.name(), null)),
                Events.about(Topic.IDENTITY_EVENTS, bob.subject()).stream()
                        .map(CloudEvent::event)
                        .toList()));
    }

    @Test
    void whomAnAdministratorDeactivatesLosesTheMembershipAndTheSessionsThatWorkThere() {
        bob.into(crew, "editor");
        Visit inside = Visit.of(bob.token().substring("Bearer ".length()));
        Visit outside = Visit.of(bob.token().substring("Bearer ".length()));
        String choice = "{\"organisation\":\"" + crew + "\"}";
        assertEquals(
                200,
                Gateway.sendJson("PUT", "/api/session/organisation", choice, AUTHORIZATION, inside.bearer())
                        .status());
        String user = known(source(ann), bob);

        assertEquals(204, ann.in(crew, "DELETE", "/api/users/" + user).status());

        assertEquals("", role(bob));
        awaitStatus(401, inside);
        awaitStatus(200, outside);
        await().untilAsserted(() -> bob.in(crew, "GET", "/api/rooms").assertProblem(ProblemType.FORBIDDEN));
    }

    @Test
    void whoIsNoMemberIsNotTouchedByAnOrganisationThatNamesIt() {
        Visit visit = Visit.of(bob.token().substring("Bearer ".length()));
        ProviderSource source = source(ann);
        String user = known(source, bob);

        source.deliver(bob.name(), "user.deleted", 2, email, "");

        awaitDeactivated(user);
        awaitStatus(200, visit);
        assertEquals(201, bob.ask("POST", "/api/keys", "{}").status());
    }

    @Test
    void theLastOwnerStaysTheOwner() {
        ProviderSource source = source(ann);
        String user = known(source, ann);

        source.deliver(ann.name(), "user.deleted", 2, email, "");

        awaitDeactivated(user);
        assertEquals("owner", role(ann));
    }

    @Test
    void nobodyEndsAMemberAboveThem() {
        bob.into(crew, "admin");
        ProviderSource source = source(bob);
        String user = known(source, ann);
        String key = ann.in(crew, "POST", "/api/keys", "{}").json().path("key").asText();

        bob.in(crew, "DELETE", "/api/users/" + user).assertProblem(ProblemType.FORBIDDEN);
        source.deliver(ann.name(), "user.deleted", 2, email, "");

        // In one transaction: an event that had its turn is not taken again to write the refusal down.
        await().untilAsserted(() -> assertEquals(
                "1",
                Database.textIn(
                        crew,
                        "select count(*) from audit a join inbox i on i.xmin::text = a.xmin::text"
                                + " where a.tenant = ? and a.outcome = 'refused' and i.consumer = 'user-sync'",
                        crew)));
        assertEquals("owner", role(ann));
        assertEquals(
                200,
                Gateway.send("GET", "/api/me", AUTHORIZATION, "Bearer " + key).status());
        assertEquals(201, ann.in(crew, "POST", "/api/keys", "{}").status());
    }

    @Test
    void aDeletionThatWasRefusedCountsWhenItIsToldAgainAndMayBe() {
        bob.into(crew, "admin");
        ProviderSource source = source(bob);
        String user = known(source, ann);
        source.deliver(ann.name(), "user.deleted", 2, email, "");
        await().until(() -> Database.deeds(crew).contains("user.deactivate refused"));

        source.deliver(ann.name(), "user.updated", 3, email, "Here still");
        await().until(() -> ann.in(crew, "GET", "/api/users/" + user)
                .json()
                .path("name")
                .asText()
                .equals("Here still"));
        ann.ask("PUT", bob.membership(crew), "{\"role\":\"owner\"}");
        source.deliver(ann.name(), "user.deleted", 4, email, "");

        await().until(() -> role(ann).isEmpty());
    }

    @Test
    void aSourceCountsOnlyWhileWhoRegisteredItIsAnAdministrator() {
        bob.into(crew, "admin");
        ProviderSource source = source(bob);
        known(source, People.stranger(provider));

        ann.ask("PUT", bob.membership(crew), "{\"role\":\"editor\"}");

        await().untilAsserted(() ->
                source.send(bob.name(), "user.updated", 2, "x" + email, "Late").assertProblem(ProblemType.NOT_FOUND));
        ann.ask("PUT", bob.membership(crew), "{\"role\":\"admin\"}");
        await().until(() ->
                source.send(bob.name(), "user.updated", 3, "x" + email, "Back").status() == 202);
    }

    @Test
    void whatIsKnownOfWhoHasLeftIsForgottenAfterAWhileAndDoesNotComeBack() {
        bob.into(crew, "editor");
        bob.in(crew, "POST", "/api/keys", "{\"label\":\"Bob's laptop\"}");
        String invitation = "{\"email\":\"" + email + "\",\"role\":\"viewer\"}";
        ann.ask("POST", "/api/organisations/" + crew + "/invitations", invitation);
        ProviderSource source = source(ann);
        String user = known(source, bob);
        assertEquals(204, ann.in(crew, "DELETE", "/api/users/" + user).status());

        forget(user);
        source.deliver(bob.name(), "user.updated", 2, email, "Bob");
        await().until(() -> Endings.of(source.id()).size() == 2);

        assertEquals(
                "",
                ann.in(crew, "GET", "/api/users/" + user).json().path("name").asText());
        assertEquals(
                "0",
                Database.textIn(
                        crew,
                        "select count(*) from api_keys where subject = ? and (handle <> '' or label is not null)",
                        bob.subject()));
        assertEquals("0", Database.textIn(crew, "select count(*) from invitations where tenant = ?", crew));
    }

    @Test
    void whoIsAMemberAgainKeepsWhatMembersHave() {
        bob.into(crew, "editor");
        String user = known(source(ann), bob);
        assertEquals(204, ann.in(crew, "DELETE", "/api/users/" + user).status());
        bob.into(crew, "editor");
        bob.in(crew, "POST", "/api/keys", "{\"label\":\"Bob's laptop\"}");

        forget(user);

        assertEquals(
                "Bob's laptop",
                bob.in(crew, "GET", "/api/keys").json().at("/items/0/label").asText());
    }

    @Test
    void preferencesAreForgottenOfWhomTheProvidersOrganisationLetsGoAndNobodyElseHas() {
        String tenant = "gone-" + Ids.next();
        People boss = admin(tenant);
        People gone = prefers(tenant);
        People alsoElsewhere = prefers(tenant);
        Visit.of(provider.token(alsoElsewhere.name(), "else-" + tenant));
        People ofOurs = prefers(tenant);
        ProviderSource source = new ProviderSource(
                boss.ask("POST", "/api/webhook-sources", ProviderSource.WISH).json());
        List<String> users =
                List.of(endedAt(boss, source, gone), endedAt(boss, source, alsoElsewhere), known(source(ann), ofOurs));
        assertEquals(
                204, ann.in(crew, "DELETE", "/api/users/" + users.getLast()).status());

        users.forEach(this::forget);

        assertEquals("{}", preferences(gone));
        assertEquals("{\"a\":1}", preferences(alsoElsewhere));
        assertEquals("{\"a\":1}", preferences(ofOurs));
    }

    /// Who works with access tokens only leaves no other trace there.
    @Test
    void preferencesStayOfWhoHasChangedThemElsewhereOrSince() {
        String tenant = "gone-" + Ids.next();
        People boss = admin(tenant);
        People neverHere = prefers("else-" + tenant);
        People nowElsewhere = prefers(tenant);
        People backAgain = prefers(tenant);
        ProviderSource source = new ProviderSource(
                boss.ask("POST", "/api/webhook-sources", ProviderSource.WISH).json());
        List<String> users = Stream.of(neverHere, nowElsewhere, backAgain)
                .map(person -> endedAt(boss, source, person))
                .toList();
        users.forEach(this::end);
        prefer(nowElsewhere, "else-" + tenant);
        prefer(backAgain, tenant);

        erasure.run().await().atMost(Patience.USUAL);

        for (People person : List.of(neverHere, nowElsewhere, backAgain)) {
            assertEquals("{\"a\":1}", preferences(person));
        }
    }

    @Test
    void preferencesGoWithTheLastThatLetsSomebodyGo() {
        String tenant = "gone-" + Ids.next();
        People boss = admin(tenant);
        People lastBoss = admin("else-" + tenant);
        People person = prefers(tenant);
        ProviderSource source = new ProviderSource(
                boss.ask("POST", "/api/webhook-sources", ProviderSource.WISH).json());
        ProviderSource lastSource = new ProviderSource(lastBoss.ask("POST", "/api/webhook-sources", ProviderSource.WISH)
                .json());
        String lastUser = toldTo(lastBoss, lastSource, person);

        forget(endedAt(boss, source, person));
        assertEquals("{\"a\":1}", preferences(person));
        assertEquals(204, lastBoss.ask("DELETE", "/api/users/" + lastUser).status());
        forget(lastUser);

        assertEquals("{}", preferences(person));
    }

    private People admin(String tenant) {
        return People.stranger(
                provider, Map.of("organization", tenant, "realm_access", Map.of("roles", List.of("admin"))));
    }

    /// Somebody who has preferences, put in a provider's organisation.
    private People prefers(String tenant) {
        People person = People.stranger(provider);
        prefer(person, tenant);
        return person;
    }

    private void prefer(People person, String tenant) {
        Answer put = Gateway.sendJson(
                "PUT",
                "/api/me/preferences",
                "{\"a\":1}",
                AUTHORIZATION,
                "Bearer " + provider.token(person.name(), tenant));
        assertEquals(200, put.status(), put.text());
    }

    private static String preferences(People person) {
        return person.ask("GET", "/api/me/preferences").text();
    }

    /// Has the provider tell of somebody and an administrator of its organisation end it.
    ///
    /// @return id of the user
    private static String endedAt(People boss, ProviderSource source, People person) {
        String user = toldTo(boss, source, person);
        assertEquals(204, boss.ask("DELETE", "/api/users/" + user).status());
        return user;
    }

    private static String toldTo(People boss, ProviderSource source, People person) {
        String address = person.name() + "@example.org";
        source.deliver(person.name(), "user.created", 1, address, "Known");
        return await().until(
                        () -> boss.ask("GET", "/api/users?email=" + address)
                                .json()
                                .at("/items/0/id")
                                .asText(),
                        id -> !id.isEmpty());
    }

    /// Lets the time pass after which it is forgotten who a user was.
    private void forget(String user) {
        end(user);
        erasure.run().await().atMost(Patience.USUAL);
    }

    /// Has the end be 31 days ago, and what was before it.
    private void end(String user) {
        Database.execute("set atrium.tenant = '" + crew
                + "'; update preferences set updated_at = updated_at - interval '31 days' where subject = (select"
                + " 'user:' || external_id from users where id = '" + user + "')"
                + "; update users set deactivated_at = deactivated_at - interval '31 days' where id = '" + user
                + "'; update invitations set sent_at = sent_at - interval '31 days' where tenant = '" + crew + "'");
    }

    private ProviderSource source(People by) {
        return new ProviderSource(
                by.in(crew, "POST", "/api/webhook-sources", ProviderSource.WISH).json());
    }

    /// Lets the provider tell of somebody.
    ///
    /// @return id of the user
    private String known(ProviderSource source, People person) {
        source.deliver(person.name(), "user.created", 1, email, "Known");
        return await().until(
                        () -> ann.in(crew, "GET", "/api/users?email=" + email)
                                .json()
                                .at("/items/0/id")
                                .asText(),
                        id -> !id.isEmpty());
    }

    private void awaitDeactivated(String user) {
        await().until(() -> ann.in(crew, "GET", "/api/users/" + user).json().hasNonNull("deactivatedAt"));
    }

    private String role(People person) {
        return Database.textIn(crew, "select role from memberships where subject = ?", person.subject());
    }

    private static void awaitStatus(int status, Visit visit) {
        await().until(() ->
                Gateway.send("GET", "/api/me", AUTHORIZATION, visit.bearer()).status() == status);
    }
}
