package dev.atrium.jobs.webhook;

import static dev.atrium.jobs.webhook.Hooks.ENDPOINTS;
import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.identity.Caller;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class EndpointTest {

    @SuppressWarnings("NullAway.Init")
    StandIn receiver;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller grace = Api.user(tenant, "grace");
    private final Caller admin = Api.admin(tenant);

    @Test
    void theSecretIsShownOnceAndStoredSealed() {
        JsonNode made = Hooks.read(Api.post(ada, ENDPOINTS, Hooks.body("https://example.com/hook", "message.*"))
                .expect(201)
                .header("Location", startsWith(ENDPOINTS + "/"))
                .body("secret", startsWith("whsec_"))
                .body("signature", equalTo("v1"))
                .body("enabled", equalTo(true))
                .body("subject", equalTo(ada.subject()))
                .text());

        Api.get(ada, ENDPOINTS + "/" + made.path("id").asText()).expect(200).body("secret", nullValue());
        Api.get(ada, ENDPOINTS).expect(200).body("items.secret", contains(nullValue()));
        assertFalse(database.text(tenant, "select sealed from webhook_secret")
                .contains(made.path("secret").asText().substring(6)));
    }

    @Test
    void ofAPublicKeyOnlyThePublicHalfIsShown() {
        String body = "{\"url\":\"https://example.com/hook\",\"eventTypes\":[\"*\"],\"signature\":\"v1a\"}";

        Api.post(ada, ENDPOINTS, body)
                .expect(201)
                .body("secret", nullValue())
                .body("publicKeys", contains(startsWith("whpk_")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\":\"https://example.com\"}",
                "{\"url\":\"https://example.com\",\"eventTypes\":[]}",
                "{\"url\":\"https://example.com\",\"eventTypes\":[\"nothing.*\"]}",
                "{\"url\":\"ftp://example.com\",\"eventTypes\":[\"*\"]}",
                "{\"url\":\"https://user@example.com\",\"eventTypes\":[\"*\"]}",
                "{\"url\":\"https://10.0.0.1/\",\"eventTypes\":[\"*\"]}",
                "{\"url\":\"https://[::ffff:10.0.0.1]/\",\"eventTypes\":[\"*\"]}",
                "{\"url\":\"https://169.254.169.254/\",\"eventTypes\":[\"*\"]}",
                "{\"url\":\"https://example.com\",\"eventTypes\":[\"*\"],\"ratePerMinute\":6001}",
                "{\"url\":\"https://example.com\",\"eventTypes\":[\"*\"],\"signature\":\"v2\"}",
                "{\"url\":\"https://example.com\",\"eventTypes\":[\"*\"],\"description\":\"a\\nb\"}",
                "{\"url\":\"https://example.com\",\"eventTypes\":[\"*\"],\"headers\":{\"Host\":\"x\"}}",
                "{\"url\":\"https://example.com\",\"eventTypes\":[\"*\"],\"headers\":{\"X\":\"a\\r\\nb\"}}",
                "{\"url\":\"https://example.com\",\"eventTypes\":[\"*\"],\"unknown\":1}"
            })
    void whatIsNotValidIsRefused(String body) {
        Api.post(ada, ENDPOINTS, body).expect(400);
    }

    @Test
    void theSameRequestRegistersOneEndpoint() {
        String body = Hooks.body("https://example.com/hook", "*");

        Api.as(ada)
                .header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(body)
                .post(ENDPOINTS)
                .expect(201);
        Api.as(ada)
                .header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(body)
                .post(ENDPOINTS)
                .expect(409)
                .body("detail", containsString("already registered"));
        Api.as(ada)
                .header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(Hooks.body("https://example.com/other", "*"))
                .post(ENDPOINTS)
                .expect(422);
        Api.get(ada, ENDPOINTS).body("items", hasSize(1));
    }

    @Test
    void theAuditTrailTellsWhatIsDoneToAnEndpointAndNoSecret() {
        String id = Api.post(ada, ENDPOINTS, Hooks.body("https://example.com/secret-path", "*"))
                .expect(201)
                .path("id");
        String address = ENDPOINTS + "/" + id;
        for (int i = 0; i < 2; i++) {
            Api.patch(ada, address, "{\"description\":\"mine\",\"ratePerMinute\":60}")
                    .expect(200);
        }
        Api.patch(admin, address, "{\"headers\":{\"X-Own\":\"secret\"},\"enabled\":false}")
                .expect(200);
        Api.post(ada, address + "/rotations", "{}").expect(201);
        Api.delete(admin, address).expect(204);

        String endpoint = "host=example.com, owner=user:ada";
        await().untilAsserted(() -> assertEquals(
                List.of(
                        "user:ada webhook-endpoint.create {" + endpoint + "}",
                        "user:ada webhook-endpoint.change {changed=description,ratePerMinute, enabled=true, " + endpoint
                                + "}",
                        "user:boss webhook-endpoint.change {changed=headers,enabled, enabled=false, " + endpoint + "}",
                        "user:ada webhook-endpoint.rotate {host=example.com, overlapSeconds=86400, owner=user:ada}",
                        "user:boss webhook-endpoint.remove {" + endpoint + "}"),
                kafka.deeds(tenant)));
    }

    @Test
    void aTenantHasAtMostFifty() {
        String body = Hooks.body("https://example.com/hook", "*");
        for (int i = 0; i < Endpoints.MOST; i++) {
            Api.post(i % 2 == 0 ? ada : grace, ENDPOINTS, body).expect(201);
        }

        Api.post(ada, ENDPOINTS, body).expect(409);

        String first = Api.get(ada, ENDPOINTS + "?limit=1").path("items[0].id");
        Api.delete(ada, ENDPOINTS + "/" + first).expect(204);
        Api.post(ada, ENDPOINTS, body).expect(201);
    }

    @Test
    void membersSeeTheirOwnAndAdminsAll() {
        Hooks hook = Hooks.register(ada, receiver, "*");

        Api.get(grace, hook.address()).expect(404);
        Api.patch(grace, hook.address(), "{\"enabled\":false}").expect(404);
        Api.delete(grace, hook.address()).expect(404);
        Api.post(grace, hook.address() + "/rotations", "{}").expect(404);
        Api.get(grace, hook.address() + "/deliveries").expect(404);
        Api.post(grace, hook.address() + "/test", "{\"type\":\"user.created\"}").expect(404);
        Api.get(Api.admin(Api.freshTenant()), hook.address()).expect(404);
        Api.get(grace, ENDPOINTS).expect(200).body("items", hasSize(0));
        Api.get(admin, ENDPOINTS).expect(200).body("items.id", contains(hook.id()));
        Api.patch(admin, hook.address(), "{\"enabled\":false}")
                .expect(200)
                .body("disabledReason", equalTo("owner"))
                .body("subject", equalTo(ada.subject()));
    }

    @Test
    void whoTurnsAnEndpointElsewhereOwnsIt() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        String delivery = hook.test("message.posted").path("id").asText();
        hook.awaitStatus(delivery, "delivered");

        Api.get(admin, hook.address() + "/deliveries/" + delivery)
                .expect(200)
                .body("body", nullValue())
                .body("log", hasSize(1));
        Api.get(ada, hook.address() + "/deliveries/" + delivery)
                .expect(200)
                .body("body.type", equalTo("message.posted"));
        Api.patch(admin, hook.address(), "{\"url\":\"https://example.com/admin\"}")
                .expect(200)
                .body("subject", equalTo(admin.subject()));
        Api.get(ada, hook.address()).expect(404);
        Api.get(admin, hook.address() + "/deliveries/" + delivery).expect(200).body("body", nullValue());
    }

    @Test
    void nothingOfTheFormerOwnerStaysAtAnEndpointThatIsTurnedElsewhere() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        hook.patch("{\"headers\":{\"X-Own\":\"v\"}}");
        database.update(tenant, "update webhook_endpoint set not_before = now() + interval '1 hour'");
        String waiting = hook.test("message.posted").path("id").asText();

        Api.patch(admin, hook.address(), "{\"url\":\"https://example.com/admin\"}")
                .expect(200)
                .body("secret", startsWith("whsec_"))
                .body("secret", not(equalTo(hook.secret())))
                .body("headers", hasSize(0));

        assertEquals(1, database.number(tenant, "select count(*) from webhook_secret"));
        Api.get(admin, hook.address() + "/deliveries/" + waiting)
                .expect(200)
                .body("status", equalTo("cancelled"))
                .body("body", nullValue());
    }

    @Test
    void whoChangesAnythingButTheAddressOfAnothersEndpointDoesNotOwnIt() {
        Hooks hook = Hooks.register(ada, receiver, "*");
        database.update(tenant, "update webhook_endpoint set enabled = false, disabled_reason = 'gone'");

        for (String change : List.of(
                "{\"enabled\":true}",
                "{\"headers\":{\"X-Own\":\"v\"}}",
                "{\"url\":\"" + receiver.url() + hook.path() + "\"}",
                "{\"eventTypes\":[\"message.*\"]}")) {
            Api.patch(admin, hook.address(), change)
                    .expect(200)
                    .body("subject", equalTo(ada.subject()))
                    .body("enabled", equalTo(true))
                    .body("secret", nullValue());
        }
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() {
        Hooks hook = Hooks.register(ada, receiver, "message.*");
        hook.patch("{\"description\":\"mine\",\"headers\":{\"X-Own\":\"v\"},\"ratePerMinute\":60}");

        JsonNode changed = hook.patch("{\"eventTypes\":[\"room.created\"]}");

        assertEquals("mine", changed.path("description").asText());
        assertEquals("[\"x-own\"]", changed.path("headers").toString());
        assertEquals(60, changed.path("ratePerMinute").asInt());
        assertEquals("[\"room.created\"]", changed.path("eventTypes").toString());
        JsonNode cleared = hook.patch("{\"description\":\"\",\"headers\":{},\"ratePerMinute\":0}");
        assertFalse(cleared.has("description"));
        assertFalse(cleared.has("ratePerMinute"));
        assertTrue(cleared.path("headers").isEmpty());
        Api.patch(ada, hook.address(), "{\"signature\":\"v1a\"}").expect(400);
    }

    @Test
    void listsGoOnBehindACursor() {
        for (int i = 0; i < 3; i++) {
            Hooks.register(ada, receiver, "*");
        }

        String cursor = Api.get(ada, ENDPOINTS + "?limit=2")
                .expect(200)
                .body("items", hasSize(2))
                .path("nextCursor");

        Api.get(ada, ENDPOINTS + "?limit=2&cursor=" + cursor)
                .expect(200)
                .body("items", hasSize(1))
                .body("nextCursor", nullValue());
        Api.get(ada, ENDPOINTS + "?cursor=x").expect(400);
    }

    @Test
    void theTypesAreListedWithExampleAndSchema() {
        Api.get(ada, "/api/webhook-event-types")
                .expect(200)
                .body("items", hasSize(PublicType.values().length))
                .body("items[type=message.posted][0].example.data.content", not(nullValue()))
                .body("items[type=message.posted][0].schema.properties.type.const", equalTo("message.posted"));
    }
}
