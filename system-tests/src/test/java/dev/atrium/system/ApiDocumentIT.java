package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The API document is good OpenAPI, the types in the repository are its types, and the page keeps to
/// them; the documents of frames and topics are good AsyncAPI (GW-14).
@EnabledIf(value = "dev.atrium.system.ApiDocumentIT#canBeRead", disabledReason = ApiDocumentIT.OBSTACLE)
final class ApiDocumentIT {

    static final String OBSTACLE = "no tools for OpenAPI here: install Node 20 or newer to run their tests";

    private static final Path UI =
            Path.of(System.getProperty("atrium.root"), "gateway-service/src/main/resources/META-INF/resources/ui");

    /// What the last part of a path has done, for which there is nothing to say.
    private static final Set<String> DEEDS =
            Set.of("abandon", "cancel", "discard", "pause", "replay", "resend", "resume", "retry", "rotations");

    /// What else takes no body, because its address says all, or the caller alone.
    private static final Set<String> WITHOUT_BODY = Set.of(
            "POST /api/sessions",
            "POST /api/sign-out",
            "POST /api/tickets",
            "POST /api/files/{}/process",
            "POST /api/sockets/renewals",
            "POST /api/notifications/confirm",
            "POST /api/notifications/unsubscribe",
            "PUT /api/organisations/{}/teams/{}/members/{}",
            "PUT /api/rooms/{}/messages/{}/reactions/{}");

    static boolean canBeRead() {
        return NodeProgram.canRun(OBSTACLE);
    }

    @Test
    void itIsValidAndItsTypesAreThoseThatThePageUses() throws IOException {
        ApiDocument api = ApiDocument.of(Suite.running());
        Path document = Path.of("target/openapi.json").toAbsolutePath();
        Files.writeString(document, api.json().toPrettyString());
        assertEquals(List.of(), api.withoutExample(), "operations without an example in openapi/examples.json");
        assertEquals(
                new TreeSet<>(WITHOUT_BODY),
                api.withoutBody().stream()
                        .filter(route -> !DEEDS.contains(route.substring(route.lastIndexOf('/') + 1)))
                        .collect(Collectors.toCollection(TreeSet::new)),
                "operations that do not describe their body");
        try (NodeProgram tools = NodeProgram.start("openapi", "openapi.mjs")) {
            String types = tools.run("types", "document", document.toString())
                    .path("text")
                    .asText();
            Path wanted =
                    Files.writeString(Path.of("target/openapi.d.ts"), types).toAbsolutePath();

            assertEquals(List.of(), texts(tools.run("lint", "document", document.toString())));
            assertEquals(
                    types,
                    Files.readString(UI.resolve("openapi.d.ts")),
                    "the page's types differ from the API document; as they should be: " + wanted);
            for (Path page : List.of(UI, UI.resolve("api"))) {
                assertEquals(List.of(), texts(tools.run("check", "directory", page.toString())));
            }
        }
    }

    @Test
    void theDocumentsOfFramesAndTopicsAreValid() throws IOException {
        Path docs = Path.of(System.getProperty("atrium.root"), "docs");
        try (NodeProgram tools = NodeProgram.start("openapi", "openapi.mjs")) {
            for (String document : List.of("asyncapi.yaml", "events.asyncapi.yaml")) {
                String path = docs.resolve(document).toString();
                assertEquals(List.of(), texts(tools.run("lint", "document", path)), document);
            }
        }
    }

    private static List<String> texts(JsonNode items) {
        return StreamSupport.stream(items.path("items").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
