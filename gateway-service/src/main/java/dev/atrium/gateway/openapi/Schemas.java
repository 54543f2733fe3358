package dev.atrium.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atrium.platform.web.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Schemas of several documents in one: equal ones with the same name are shared, others with the same name get the
/// service's name in front.
final class Schemas {

    private static final String PREFIX = "#/components/schemas/";

    /// What services describe as the Java class that holds it is, for everybody else, JSON.
    private static final Map<String, ObjectNode> JSON = Map.of(
            "JsonNode", Json.MAPPER.createObjectNode().put("description", "Any JSON value"),
            "ObjectNode", Json.MAPPER.createObjectNode().put("type", "object"));

    private static final String JSON_TYPES = "JsonNodeType";

    private final ObjectNode merged;

    Schemas(ObjectNode merged) {
        this.merged = merged;
    }

    /// Adds a document's schemas; its references are corrected in place.
    ///
    /// @param service goes in front of names that are taken
    void add(ObjectNode document, String service) {
        if (!(document.path("components").path("schemas") instanceof ObjectNode schemas)) {
            return;
        }
        schemas.remove(JSON_TYPES);
        JSON.forEach((name, meaning) -> {
            if (schemas.has(name)) {
                schemas.set(name, meaning.deepCopy());
            }
        });
        nameChoices(schemas);
        Set<String> renamed = conflicting(schemas);
        rename(document, renamed, service);
        for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
            merged.set(
                    renamed.contains(schema.getKey()) ? service + schema.getKey() : schema.getKey(), schema.getValue());
        }
    }

    /// Where a property says which schema holds, each of these has that property: services do not say so.
    private static void nameChoices(ObjectNode schemas) {
        for (JsonNode schema : schemas) {
            String property = schema.at("/discriminator/propertyName").asText();
            for (Map.Entry<String, JsonNode> choice :
                    schema.at("/discriminator/mapping").properties()) {
                if (schemas.get(name(choice.getValue().asText())) instanceof ObjectNode chosen) {
                    chosen.withObject("/properties")
                            .putObject(property)
                            .put("type", "string")
                            .put("const", choice.getKey());
                    chosen.withArray("required").add(property);
                }
            }
        }
    }

    /// Names that mean something else already, and names of schemas that refer to such.
    private Set<String> conflicting(ObjectNode schemas) {
        Set<String> conflicting = new HashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
                JsonNode taken = merged.get(schema.getKey());
                if (taken != null
                        && !conflicting.contains(schema.getKey())
                        && (!taken.equals(schema.getValue()) || refersTo(schema.getValue(), conflicting))) {
                    grown = conflicting.add(schema.getKey());
                }
            }
        }
        return conflicting;
    }

    private static boolean refersTo(JsonNode node, Set<String> names) {
        JsonNode reference = node.get("$ref");
        if (reference != null && reference.isTextual() && names.contains(name(reference.textValue()))) {
            return true;
        }
        for (JsonNode child : node) {
            if (refersTo(child, names)) {
                return true;
            }
        }
        return false;
    }

    private static void rename(JsonNode node, Set<String> names, String service) {
        if (node instanceof ObjectNode object && object.get("$ref") instanceof TextNode reference) {
            String name = name(reference.textValue());
            if (names.contains(name)) {
                object.put("$ref", PREFIX + service + name);
            }
        }
        node.forEach(child -> rename(child, names, service));
    }

    private static String name(String reference) {
        return reference.startsWith(PREFIX) ? reference.substring(PREFIX.length()) : "";
    }
}
