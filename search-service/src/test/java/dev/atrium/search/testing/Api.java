package dev.atrium.search.testing;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import java.util.List;
import java.util.Map;

/// Calls the service as the gateway would.
public final class Api {

    private Api() {}

    public static Caller caller(String subject, String tenant) {
        return TestTokens.caller(subject, tenant, "search:read");
    }

    public static Answer search(Caller caller, Map<String, Object> parameters) {
        return Request.plain().bearer(TestTokens.of(caller)).query(parameters).get("/api/search");
    }

    /// Ids of what is found, best first.
    public static List<String> find(Caller caller, String q) {
        return search(caller, Map.of("q", q)).expect(200).path("items.id");
    }
}
