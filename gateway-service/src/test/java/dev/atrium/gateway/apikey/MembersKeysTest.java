package dev.atrium.gateway.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Keys in an organisation: whose one sees, and whose one ends.
@QuarkusTest
final class MembersKeysTest {

    private final AccessTokens provider = StandIn.fresh().provider();
    private final People owner = People.stranger(provider);
    private final People admin = People.stranger(provider);
    private final People editor = People.stranger(provider);
    private final String crew = owner.found();

    @Test
    void administratorsSeeWhoMadeWhichKeys() {
        admin.into(crew, "admin");
        editor.into(crew, "editor");
        String owners = make(owner);
        String editors = make(editor);

        assertEquals(Set.of(), keys(admin, ""));
        assertEquals(Set.of(owners, editors), keys(admin, "?createdBy=everybody"));
        assertEquals(Set.of(editors), keys(admin, "?createdBy=" + editor.subject()));
        assertEquals(Set.of(), keys(admin, "?createdBy=everybody&status=disabled"));
        JsonNode shown = admin.in(crew, "GET", "/api/keys/" + editors).json();
        assertEquals(editor.subject(), shown.path("createdBy").asText());
        assertTrue(shown.path("enabled").asBoolean());
        assertTrue(shown.path("key").isMissingNode());
    }

    @Test
    void othersSeeTheirOwnOnly() {
        editor.into(crew, "editor");
        String owners = make(owner);
        String editors = make(editor);

        assertEquals(Set.of(editors), keys(editor, "?createdBy=" + editor.subject()));
        editor.in(crew, "GET", "/api/keys?createdBy=everybody").assertProblem(ProblemType.FORBIDDEN);
        editor.in(crew, "GET", "/api/keys/" + owners).assertProblem(ProblemType.NOT_FOUND);
        editor.in(crew, "DELETE", "/api/keys/" + owners).assertProblem(ProblemType.NOT_FOUND);
        Gateway.send("GET", "/api/keys?createdBy=everybody", "Authorization", Gateway.newKey())
                .assertProblem(ProblemType.FORBIDDEN);
    }

    @Test
    void administratorsRevokeTheKeysOfWhoIsNotAboveThem() {
        admin.into(crew, "admin");
        editor.into(crew, "editor");
        Answer made = editor.in(crew, "POST", "/api/keys", "{}");
        String editors = made.json().path("id").asText();
        String owners = make(owner);
        String key = "Bearer " + made.json().path("key").asText();
        assertEquals(200, Gateway.send("GET", "/api/me", "Authorization", key).status());

        assertEquals(204, admin.in(crew, "DELETE", "/api/keys/" + editors).status());
        admin.in(crew, "DELETE", "/api/keys/" + owners).assertProblem(ProblemType.FORBIDDEN);

        Gateway.send("GET", "/api/me", "Authorization", key).assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(204, owner.in(crew, "DELETE", "/api/keys/" + make(admin)).status());
        assertEquals(
                List.of("key.revoke", "key.revoke refused", "key.create", "key.revoke"),
                Database.deeds(crew).stream().skip(3).toList());
        assertEquals(
                "{\"owner\":\"" + editor.subject() + "\"}",
                Database.textIn(crew, "select detail from audit where action = 'key.revoke' and target = ?", editors));
    }

    @Test
    void administratorsChangeAndRotateTheirOwnOnly() {
        admin.into(crew, "admin");
        editor.into(crew, "editor");
        String path = "/api/keys/" + make(editor);

        admin.in(crew, "PATCH", path, "{\"enabled\":false}").assertProblem(ProblemType.NOT_FOUND);
        admin.in(crew, "POST", path + "/rotations", "{}").assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void everybodyEndsTheirOwnWhateverTheirRole() {
        editor.into(crew, "editor");
        String id = make(editor);
        owner.ask("PUT", editor.membership(crew), "{\"role\":\"viewer\"}");

        editor.in(crew, "POST", "/api/keys", "{}").assertProblem(ProblemType.FORBIDDEN);
        assertEquals(Set.of(id), keys(editor, ""));
        assertEquals(204, editor.in(crew, "DELETE", "/api/keys/" + id).status());
    }

    @Test
    void aKeyEndsItselfAndOthersOnlyIfItMayChangeKeys() {
        String wide = Gateway.newKey();
        JsonNode narrow = Gateway.sendJson("POST", "/api/keys", "{\"scopes\":[\"keys:read\"]}", "Authorization", wide)
                .json();
        String authorization = "Bearer " + narrow.path("key").asText();
        Answer seen = Gateway.send("GET", "/api/keys", "Authorization", authorization);
        String other = seen.json().at("/items/1/id").asText();

        assertEquals(2, seen.json().path("items").size());
        Gateway.send("DELETE", "/api/keys/" + other, "Authorization", authorization)
                .assertProblem(ProblemType.FORBIDDEN);
        String own = "/api/keys/" + narrow.path("id").asText();
        assertEquals(
                204, Gateway.send("DELETE", own, "Authorization", authorization).status());
        Gateway.send("GET", "/api/me", "Authorization", authorization).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void theAdministratorsOfAProvidersOrganisationSeeAndEndAllKeys() {
        String tenant = "keys-" + Ids.next();
        String boss = "Bearer " + provider.sign(AccessTokens.claims("ann", claims(tenant, "admin")));
        String colleague = "Bearer " + provider.sign(AccessTokens.claims("bob", claims(tenant, "editor")));
        String id = Gateway.sendJson("POST", "/api/keys", "{}", "Authorization", colleague)
                .json()
                .path("id")
                .asText();

        assertEquals(
                "user:bob",
                Gateway.send("GET", "/api/keys?createdBy=everybody", "Authorization", boss)
                        .json()
                        .at("/items/0/createdBy")
                        .asText());
        assertEquals(
                204,
                Gateway.send("DELETE", "/api/keys/" + id, "Authorization", boss).status());
    }

    private static Map<String, Object> claims(String tenant, String role) {
        return Map.of("organization", List.of(tenant), "realm_access", Map.of("roles", List.of(role)));
    }

    private String make(People maker) {
        Answer made = maker.in(crew, "POST", "/api/keys", "{}");
        assertEquals(201, made.status(), made.text());
        return made.json().path("id").asText();
    }

    private Set<String> keys(People person, String query) {
        Answer listed = person.in(crew, "GET", "/api/keys" + query);
        assertEquals(200, listed.status(), listed.text());
        Set<String> ids = new TreeSet<>();
        listed.json().path("items").forEach(key -> ids.add(key.path("id").asText()));
        return ids;
    }
}
