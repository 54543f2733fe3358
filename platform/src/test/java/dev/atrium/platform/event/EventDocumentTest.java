package dev.atrium.platform.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class EventDocumentTest {

    private static final Path ROOT = Path.of(System.getProperty("atrium.root"));

    @Test
    void theDocumentOfTheTopicsIsWhatIsWrittenToThem() throws IOException {
        String right = EventDocument.rendered(ROOT);
        Path wanted = Files.writeString(ROOT.resolve("platform/target/events.asyncapi.yaml"), right);

        String page = Files.readString(ROOT.resolve("docs/events.asyncapi.yaml"));

        assertEquals(right, page, "docs/events.asyncapi.yaml differs from the types; as it should be: " + wanted);
    }

    @Test
    void eachTopicAndTypeIsDescribedAndEachReferenceLeadsSomewhere() throws IOException {
        JsonNode document = document();
        Set<String> names = new TreeSet<>(document.at("/components/messages").findValuesAsText("name"));

        for (Topic topic : Topic.values()) {
            JsonNode channel = document.at("/channels/" + topic.topicName().replace('.', '-'));
            assertTrue(channel.path("description").asText().length() > 10, topic.topicName());
            assertTrue(!channel.path("messages").isEmpty(), topic.topicName());
        }
        assertTrue(names.containsAll(
                Arrays.stream(EventType.values()).map(EventType::typeName).toList()));
        for (String reference : document.findValuesAsText("$ref")) {
            assertTrue(!document.at(reference.substring(1)).isMissingNode(), reference);
        }
    }

    /// By an event in which nothing is null, and one with all that can be.
    @Test
    void theSchemasNameWhatTheRecordsWrite() throws IOException {
        Actor ada = new Actor("user:ada", "ada");
        TenantId tenant = new TenantId("acme");
        Event.FileInfo file = new Event.FileInfo("f", "a.txt", "text/plain", 1, "r", false, ada, Instant.EPOCH);

        assertFits("FileReady", new Event.FileReady(tenant, file, true, true), Set.of());
        assertFits("FileInfo", file, Set.of());
        assertFits(
                "WorkflowChanged",
                new Event.WorkflowChanged(tenant, "i", "w", 1, "done", null, null),
                Set.of("step", "owner"));
    }

    private static void assertFits(String name, Object written, Set<String> absent) throws IOException {
        JsonNode schema = document().at("/components/schemas/" + name);
        Set<String> properties = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(properties::add);
        properties.removeAll(absent);
        Set<String> its = new TreeSet<>();
        Json.MAPPER.valueToTree(written).fieldNames().forEachRemaining(its::add);
        Set<String> required =
                new TreeSet<>(List.of(Json.MAPPER.convertValue(schema.path("required"), String[].class)));

        assertEquals(properties, its);
        assertTrue(its.containsAll(required), () -> "required: " + required);
    }

    private static JsonNode document() throws IOException {
        return new YAMLMapper().readTree(Files.readString(ROOT.resolve("docs/events.asyncapi.yaml")));
    }
}
