package dev.atrium.jobs.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.web.Json;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON Schema (2020-12) of what is sent, made of the records that are sent. Other properties are
/// allowed: there may be more one day.
final class PayloadSchema {

    private static final String TYPE = "type";

    private PayloadSchema() {}

    static ObjectNode of(PublicType type) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", type.typeName())
                .put(TYPE, "object");
        ArrayNode required = schema.putArray("required");
        required.add(TYPE).add("timestamp").add("data");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject(TYPE).put("const", type.typeName());
        properties.set("timestamp", scalar(Instant.class));
        properties.set("data", object(type.example().getClass()));
        return schema;
    }

    private static ObjectNode object(Class<?> record) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put(TYPE, "object");
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : record.getRecordComponents()) {
            AnnotatedType type = component.getAnnotatedType();
            if (!type.isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
            properties.set(component.getName(), value(component.getType()));
        }
        return schema;
    }

    private static ObjectNode value(Class<?> type) {
        if (type.isRecord()) {
            return object(type);
        }
        if (type == List.class) {
            ObjectNode list = Json.MAPPER.createObjectNode().put(TYPE, "array");
            list.set("items", scalar(String.class));
            return list;
        }
        return scalar(type);
    }

    private static ObjectNode scalar(Class<?> type) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        if (type == long.class) {
            return schema.put(TYPE, "integer");
        }
        if (type == boolean.class) {
            return schema.put(TYPE, "boolean");
        }
        schema.put(TYPE, "string");
        if (type == Instant.class) {
            schema.put("format", "date-time");
        }
        if (type.isEnum()) {
            ArrayNode values = schema.putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                values.add(Json.MAPPER.convertValue(constant, String.class));
            }
        }
        return schema;
    }
}
