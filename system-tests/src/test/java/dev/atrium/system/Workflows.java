package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.awaitility.Awaitility;

/// Waiting for workflows.
final class Workflows {

    private Workflows() {}

    static JsonNode awaitComplete(Person person, String id) {
        Awaitility.await("workflow " + id + " completes")
                .atMost(Duration.ofSeconds(60))
                .until(() -> person.get("/api/workflows/" + id)
                        .json()
                        .path("status")
                        .asText()
                        .equals("complete"));
        return person.get("/api/workflows/" + id).expect(200).json();
    }
}
