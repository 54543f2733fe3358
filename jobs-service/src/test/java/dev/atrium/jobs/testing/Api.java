package dev.atrium.jobs.testing;

import static io.restassured.RestAssured.given;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.RequestId;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Set;

/// Requests as the gateway sends them.
public final class Api {

    /// The organisation of who runs the installation.
    public static final String OPERATORS = "operators";

    private Api() {}

    /// A tenant that nothing else uses.
    public static String freshTenant() {
        return "t" + Ids.next().toString().replace("-", "");
    }

    private static final Set<String> SCOPES = Set.of(
            "jobs:read",
            "jobs:write",
            "notifications:read",
            "notifications:write",
            "notifications:send",
            "webhooks:read",
            "webhooks:write");

    /// A caller who may read and start.
    public static Caller user(String tenant, String name) {
        return TestTokens.caller("user:" + name, tenant, SCOPES.toArray(String[]::new));
    }

    public static Caller admin(String tenant) {
        return new Caller("user:boss", new TenantId(tenant), "boss", Set.of("admin"), SCOPES);
    }

    public static RequestSpecification as(Caller caller) {
        return given().header("Authorization", "Bearer " + TestTokens.of(caller))
                .header(RequestId.HEADER, "test");
    }

    public static ValidatableResponse get(Caller caller, String path) {
        return as(caller).get(path).then();
    }

    public static ValidatableResponse delete(Caller caller, String path) {
        return as(caller).delete(path).then();
    }

    public static ValidatableResponse patch(Caller caller, String path, String json) {
        return as(caller).contentType("application/json").body(json).patch(path).then();
    }

    public static ValidatableResponse post(Caller caller, String path, String json) {
        return as(caller).contentType("application/json").body(json).post(path).then();
    }
}
