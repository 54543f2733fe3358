package dev.atrium.search.testing;

import static io.restassured.RestAssured.given;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.TestTokens;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;

/// Calls the service as the gateway would.
public final class Api {

    private Api() {}

    public static Caller caller(String subject, String tenant) {
        return TestTokens.caller(subject, tenant, "search:read");
    }

    public static ValidatableResponse search(Caller caller, Map<String, Object> parameters) {
        return given().auth()
                .oauth2(TestTokens.of(caller))
                .queryParams(parameters)
                .get("/api/search")
                .then();
    }

    /// Ids of what is found, best first.
    public static List<String> find(Caller caller, String q) {
        return search(caller, Map.of("q", q)).statusCode(200).extract().path("items.id");
    }
}
