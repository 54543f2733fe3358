package dev.atrium.media.storage;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.media.testing.Api.form;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.MediaStack;
import dev.atrium.media.testing.Rows;
import dev.atrium.media.testing.Samples;
import dev.atrium.media.testing.SpoolDirectory;
import dev.atrium.platform.identity.Caller;
import io.restassured.response.Response;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// While the object store is gone nothing is promised, and nothing is lost (MD-6).
@ComponentTest
final class StorageDownTest {

    private final String tenant = "down-" + UUID.randomUUID().toString().substring(0, 8);
    private final Caller caller = Api.someone(tenant);

    @Test
    void anUploadIsRefusedAndLeavesNothing() {
        MediaStack.withoutStorage(() -> assertUnavailable(
                form(caller, "a.txt", "text/plain", Samples.utf8("Hello")).post("/api/upload")));

        assertEquals(0, Rows.files(tenant));
        assertTrue(SpoolDirectory.uploads().isEmpty());
        Api.upload(caller, "a.txt", Samples.utf8("Hello"));
    }

    @Test
    void aDownloadIsRefusedAndWorksAgainLater() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello"));

        MediaStack.withoutStorage(() -> {
            assertUnavailable(as(caller).get("/api/files/{id}/content", file));
            as(caller).get("/api/files/{id}", file).then().statusCode(200);
        });

        assertArrayEquals(
                Samples.utf8("Hello"),
                as(caller).get("/api/files/{id}/content", file).asByteArray());
    }

    @Test
    void aDerivationIsToBeTriedAgain() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello"));

        MediaStack.withoutStorage(() -> assertUnavailable(Api.derive(caller, file)));

        Api.derive(caller, file).then().statusCode(200).body("status", equalTo("ready"));
        assertTrue(SpoolDirectory.derivations().isEmpty());
    }

    @Test
    void readinessShowsItAndLivenessDoesNot() {
        assertEquals(200, health("ready"));
        MediaStack.withoutStorage(() -> {
            assertEquals(503, health("ready"));
            assertEquals(200, health("live"));
        });
        assertEquals(200, health("ready"));
    }

    private static void assertUnavailable(Response answer) {
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("type", equalTo("/problems/unavailable"));
    }

    private static int health(String kind) {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return given().baseUri("http://127.0.0.1")
                .port(port)
                .get("/q/health/" + kind)
                .statusCode();
    }
}
