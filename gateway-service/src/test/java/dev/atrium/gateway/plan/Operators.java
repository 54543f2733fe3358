package dev.atrium.gateway.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.platform.web.Ids;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Those who run the installation under test, and the payment provider that they use.
///
/// @param admin value of the Authorization header
record Operators(String admin) {

    /// As configured for tests.
    static final String TENANT = "operators";

    private static final String SECRET = "whsec_of_stripe_0123456789";

    /// What registers a source of Stripe's webhooks.
    static final String WISH =
            "{\"name\":\"Stripe\",\"scheme\":\"stripe\",\"type\":\"payment\",\"secret\":\"" + SECRET + "\"}";

    /// What registers one that tells of anything.
    static final String OTHER_WISH = WISH.replace("payment", "generic");

    static Operators of(AccessTokens provider) {
        return new Operators(member(provider, TENANT, "admin"));
    }

    /// Somebody of an organisation of the provider.
    static String member(AccessTokens provider, String organisation, String role) {
        return signed(provider, "op-" + Ids.next(), organisation, role);
    }

    /// Somebody of the operator's organisation.
    static String as(AccessTokens provider, String subject, String role) {
        return signed(provider, subject, TENANT, role);
    }

    private static String signed(AccessTokens provider, String subject, String organisation, String role) {
        return "Bearer "
                + provider.sign(AccessTokens.claims(
                        subject,
                        Map.of("organization", List.of(organisation), "realm_access", Map.of("roles", List.of(role)))));
    }

    Answer plan(String tenant, String plan) {
        return Gateway.sendJson(
                "PUT", "/api/tenants/" + tenant + "/plan", "{\"plan\":\"" + plan + "\"}", "Authorization", admin);
    }

    /// Gives a tenant a plan.
    void give(String tenant, String plan) {
        Answer answer = plan(tenant, plan);
        assertEquals(200, answer.status(), answer.text());
    }

    /// A source of Stripe's webhooks that somebody has registered.
    static Source source(String authorization) {
        Answer made = Gateway.sendJson("POST", "/api/webhook-sources", WISH, "Authorization", authorization);
        assertEquals(201, made.status(), made.text());
        return new Source(made.json());
    }

    /// Where Stripe tells of subscriptions.
    record Source(JsonNode source) {

        String id() {
            return source.path("id").asText();
        }

        /// @param word `created`, `updated` or `deleted`
        /// @param at by Stripe's clock, in seconds
        void tell(String tenant, String subscription, String word, long at, String status, String price) {
            String body = """
                    {"id":"evt_%s","type":"customer.subscription.%s","created":%d,"data":{"object":{"id":"%s",
                    "status":"%s","metadata":{"tenant":"%s"},"items":{"data":[{"price":{"id":"%s"}}]}}}}
                    """.formatted(Ids.next(), word, at, subscription, status, tenant, price);
            deliver(body);
        }

        private void deliver(String body) {
            String path = "/api/webhooks/" + id();
            long now = Instant.now().getEpochSecond();
            Answer answer = Gateway.sendJson(
                    "POST", path, body, "Stripe-Signature", "t=" + now + ",v1=" + hmac(now + "." + body));
            assertEquals(202, answer.status(), answer.text());
        }

        private static String hmac(String signed) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
