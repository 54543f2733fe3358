package dev.atrium.platform.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON Schemas of records as [Json] writes them: what is null is absent. Properties that are not named
/// may come with later versions.
final class Schemas {

    private final Sources sources;
    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    Schemas(Sources sources) {
        this.sources = sources;
    }

    /// All that were referred to, by name.
    Map<String, ObjectNode> all() {
        return schemas;
    }

    /// A reference to the schema of a record, and to those that it needs.
    ObjectNode reference(Class<?> type) {
        String name = type.getSimpleName();
        if (!schemas.containsKey(name)) {
            ObjectNode schema = Json.MAPPER.createObjectNode();
            schemas.put(name, schema);
            fill(schema, type);
        }
        return Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name);
    }

    private void fill(ObjectNode schema, Class<?> type) {
        schema.put("type", "object");
        String about = sources.about(type.getSimpleName());
        if (!about.isEmpty()) {
            schema.put("description", about);
        }
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : type.getRecordComponents()) {
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
            ObjectNode property = schema(component.getGenericType());
            String meaning = sources.about(type.getSimpleName(), component.getName());
            if (!meaning.isEmpty() && property.has("$ref")) {
                // What stands beside a reference is not read.
                ObjectNode described = Json.MAPPER.createObjectNode();
                described.putArray("allOf").add(property);
                property = described;
            }
            if (!meaning.isEmpty()) {
                property.put("description", meaning);
            }
            properties.set(component.getName(), property);
        }
    }

    private ObjectNode schema(Type type) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        if (type instanceof ParameterizedType generic) {
            Type of = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == List.class) {
                schema.put("type", "array").set("items", schema(of));
            } else if (generic.getRawType() == Map.class) {
                schema.put("type", "object").set("additionalProperties", schema(of));
            } else {
                throw unknown(type);
            }
            return schema;
        }
        return schema((Class<?>) type);
    }

    private ObjectNode schema(Class<?> type) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        if (type == String.class) {
            return schema.put("type", "string");
        } else if (type == boolean.class) {
            return schema.put("type", "boolean");
        } else if (type == long.class || type == Long.class) {
            return schema.put("type", "integer").put("format", "int64");
        } else if (type == int.class || type == Integer.class) {
            return schema.put("type", "integer").put("format", "int32");
        } else if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        } else if (type == URI.class) {
            return schema.put("type", "string").put("format", "uri");
        } else if (type == TenantId.class) {
            return schema.put("type", "string").put("pattern", "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$");
        } else if (type.isEnum()) {
            ArrayNode constants = schema.put("type", "string").putArray("enum");
            Arrays.stream(type.getEnumConstants()).forEach(constant -> constants.add(label((Enum<?>) constant)));
            return schema;
        } else if (type.isRecord()) {
            return reference(type);
        }
        throw unknown(type);
    }

    private static String label(Enum<?> constant) {
        try {
            JsonProperty property =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return property == null ? constant.name() : property.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IllegalStateException unknown(Type type) {
        return new IllegalStateException("say here what the schema of this type is: " + type);
    }
}
