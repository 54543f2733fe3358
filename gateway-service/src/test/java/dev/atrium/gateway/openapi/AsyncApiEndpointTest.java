package dev.atrium.gateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
final class AsyncApiEndpointTest {

    @ParameterizedTest
    @CsvSource({"/api/asyncapi, asyncapi.yaml, room", "/api/asyncapi/events, events.asyncapi.yaml, rooms-log"})
    void givesAwayThePageOfThisVersion(String path, String page, String channel) throws IOException {
        Answer json = Gateway.send("GET", path);
        Answer yaml = Gateway.send("GET", path, "Accept", "application/yaml");

        JsonNode document = json.json();
        assertEquals("application/json;charset=UTF-8", json.header("Content-Type"));
        assertEquals("3.0.0", document.path("asyncapi").asText());
        assertTrue(
                document.path("channels").has(channel),
                document.path("channels").toString());
        assertEquals("application/yaml;charset=UTF-8", yaml.header("Content-Type"));
        assertEquals(Files.readString(Path.of(System.getProperty("atrium.root"), "docs", page)), yaml.text());
        assertEquals(
                304,
                Gateway.send("GET", path, "If-None-Match", json.header("ETag")).status());
    }
}
