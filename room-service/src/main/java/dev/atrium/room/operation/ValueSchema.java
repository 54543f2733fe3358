package dev.atrium.room.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A JSON Schema (2020-12) that values must keep to.
///
/// It comes from a user and is looked at on the shard's event loop, so the work that it causes must have
/// a bound: references stay within the schema and may not recurse, so that each part of it looks at each
/// part of a value at most once; there are no regular expressions; what the library does in more steps
/// than that, [BoundedKeywords] does; and it is small.
final class ValueSchema {

    /// Most parts of a schema, those counted again that are referred to.
    private static final int WEIGHT_MAX = 1_000;

    private static final Set<String> FORBIDDEN = Set.of(
            "$id",
            "$anchor",
            "$dynamicRef",
            "$dynamicAnchor",
            "$recursiveRef",
            "$recursiveAnchor",
            "$vocabulary",
            "pattern",
            "patternProperties");
    private static final String DIALECT = SchemaId.V202012;
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .failFast(true)
            .formatAssertionsEnabled(false)
            .locale(Locale.ROOT)
            .pathType(PathType.JSON_POINTER)
            .build();

    /// The schema of schemas.
    private static final JsonSchema META =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(DIALECT), CONFIG);

    private final JsonSchema schema;
    private final int weight;

    private ValueSchema(JsonSchema schema, int weight) {
        this.schema = schema;
        this.weight = weight;
    }

    /// What is wrong with a value.
    ///
    /// @param pointer into the value
    /// @param what as the end of a sentence
    record Fault(String pointer, String what) {}

    /// @param json without a fault
    static ValueSchema of(String json) {
        try {
            JsonNode node = Json.MAPPER.readTree(json);
            return new ValueSchema(compiled(node), new Weigher(node).weight(node));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a schema", e);
        }
    }

    /// @return why it cannot be used, as the end of a sentence; empty if it can
    static Optional<String> fault(JsonNode node) {
        if (!node.isObject() && !node.isBoolean()) {
            return Optional.of("must be a JSON Schema: an object, true or false");
        }
        String json = node.toString();
        if (json.getBytes(StandardCharsets.UTF_8).length > ObjectLimits.SCHEMA_BYTES_MAX) {
            return Optional.of("must have at most " + ObjectLimits.SCHEMA_BYTES_MAX + " bytes");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            return Optional.of("must not contain broken Unicode");
        }
        if (!node.path("$schema").asText(DIALECT).equals(DIALECT)) {
            return Optional.of("must be of the dialect " + DIALECT);
        }
        return new Weigher(node).fault().or(() -> notOfTheDialect(node)).or(() -> notCompilable(node));
    }

    /// How many parts it has: what it costs to check a value of the weight 1.
    int weight() {
        return weight;
    }

    /// The first thing that is wrong with a value; empty if it is good.
    Optional<Fault> check(JsonNode value) {
        return schema.validate(value).stream()
                .findFirst()
                .map(message -> new Fault(
                        message.getInstanceLocation().toString(), "does not fit the schema: " + what(message)));
    }

    private static Optional<String> notOfTheDialect(JsonNode node) {
        return META.validate(node).stream()
                .findFirst()
                .map(message -> "is not a JSON Schema: at '" + message.getInstanceLocation() + "': " + what(message));
    }

    private static Optional<String> notCompilable(JsonNode node) {
        try {
            compiled(node);
            return Optional.empty();
        } catch (JsonSchemaException _) {
            return Optional.of("is not a JSON Schema that can be used: a reference leads nowhere");
        }
    }

    private static JsonSchema compiled(JsonNode node) {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                builder -> builder.metaSchema(BoundedKeywords.DIALECT)
                        .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));
        JsonSchema schema = factory.getSchema(node, CONFIG);
        schema.initializeValidators();
        return schema;
    }

    /// The library puts the place before it, which is told beside.
    private static String what(ValidationMessage message) {
        String text = message.getMessage();
        String place = message.getInstanceLocation() + ": ";
        return text.startsWith(place) ? text.substring(place.length()) : text;
    }

    /// Counts the parts of a schema, and those again that are referred to.
    private static final class Weigher {

        private final JsonNode root;
        private int weight;
        private Optional<String> fault = Optional.empty();

        Weigher(JsonNode root) {
            this.root = root;
        }

        Optional<String> fault() {
            weigh(root);
            return fault.or(() -> weight <= WEIGHT_MAX
                    ? Optional.empty()
                    : Optional.of("must have at most " + WEIGHT_MAX
                            + " parts, counted again where they are referred to; recursion is not possible"));
        }

        int weight(JsonNode node) {
            weigh(node);
            return weight;
        }

        private void weigh(JsonNode node) {
            weight++;
            if (weight > WEIGHT_MAX || fault.isPresent()) {
                return;
            }
            FORBIDDEN.stream()
                    .filter(node::has)
                    .findFirst()
                    .ifPresent(name -> fault = Optional.of("must not use '" + name + "'"));
            node.forEach(this::weigh);
            if (node.path("$ref").isTextual()) {
                follow(node.path("$ref").textValue());
            }
        }

        private void follow(String reference) {
            if (!reference.equals("#") && !reference.startsWith("#/")) {
                fault = Optional.of("must not refer to other documents");
                return;
            }
            JsonNode target = reference.contains("%") ? root : root.at(reference.substring(1));
            if (target.isMissingNode() || reference.contains("%")) {
                fault = Optional.of("refers to '" + reference + "', which is not there");
            } else {
                weigh(target);
            }
        }
    }
}
