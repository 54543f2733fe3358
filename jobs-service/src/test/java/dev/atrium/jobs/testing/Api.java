package dev.atrium.jobs.testing;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.RequestId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
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

    public static Request as(Caller caller) {
        return Request.plain()
                .header("Authorization", "Bearer " + TestTokens.of(caller))
                .header(RequestId.HEADER, "test");
    }

    public static Answer get(Caller caller, String path) {
        return as(caller).get(path);
    }

    public static Answer delete(Caller caller, String path) {
        return as(caller).delete(path);
    }

    public static Answer patch(Caller caller, String path, String json) {
        return as(caller).contentType("application/json").body(json).patch(path);
    }

    public static Answer post(Caller caller, String path, String json) {
        return as(caller).contentType("application/json").body(json).post(path);
    }
}
