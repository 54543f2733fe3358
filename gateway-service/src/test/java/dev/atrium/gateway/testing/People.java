package dev.atrium.gateway.testing;

import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.platform.web.Ids;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Users who signed in, and organisations of theirs.
///
/// @param name the subject is `user:` and this
/// @param token value of the Authorization header
public record People(String name, String token) {

    private static final String HEADER = "Atrium-Organisation";

    /// Somebody nobody has heard of.
    public static People stranger(AccessTokens provider) {
        return stranger(provider, Map.of());
    }

    /// @param claims of the access token, in addition
    public static People stranger(AccessTokens provider, Map<String, Object> claims) {
        String name = "p-" + Ids.next();
        return new People(name, "Bearer " + provider.sign(AccessTokens.claims(name, claims)));
    }

    public String subject() {
        return "user:" + name;
    }

    /// A new organisation.
    ///
    /// @return its id
    public String found() {
        Answer made = ask("POST", "/api/organisations", "{\"name\":\"Org of " + name + "\"}");
        if (made.status() != 201) {
            throw new AssertionError(made.text());
        }
        return made.json().path("id").asText();
    }

    /// Makes somebody a member of an organisation without asking anybody.
    public People into(String organisation, String role) {
        Database.execute("set atrium.tenant = '" + organisation + "'; insert into memberships"
                + " (id, tenant, subject, handle, role, joined_at) values ('" + Ids.next() + "', '" + organisation
                + "', '" + subject() + "', '" + name + "', '" + role + "', now())");
        return this;
    }

    /// Without a choice of organisation.
    public Answer ask(String method, String path, String json) {
        return json.isEmpty()
                ? Gateway.send(method, path, "Authorization", token)
                : Gateway.sendJson(method, path, json, "Authorization", token);
    }

    public Answer ask(String method, String path) {
        return ask(method, path, "");
    }

    /// In an organisation.
    public Answer in(String organisation, String method, String path, String json) {
        return json.isEmpty()
                ? Gateway.send(method, path, "Authorization", token, HEADER, organisation)
                : Gateway.sendJson(method, path, json, "Authorization", token, HEADER, organisation);
    }

    public Answer in(String organisation, String method, String path) {
        return in(organisation, method, path, "");
    }

    /// Where a membership is.
    public String membership(String organisation) {
        return "/api/organisations/" + organisation + "/members/"
                + URLEncoder.encode(subject(), StandardCharsets.UTF_8);
    }
}
