package dev.atrium.room.operation;

import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a room's owner said about its objects: schemas by their names.
final class Rules {

    /// @param schema null if values may be anything
    record Rule(String name, PathPattern pattern, @Nullable ValueSchema schema, String conflict) {

        static Rule of(String name, ObjectSchema schema) {
            String json = schema.json();
            return new Rule(
                    name,
                    PathPattern.of(schema.pattern()),
                    json == null ? null : ValueSchema.of(json),
                    schema.conflict());
        }
    }

    private final SortedMap<String, ObjectSchema> schemas;
    private final Map<String, Rule> rules;

    private Rules(SortedMap<String, ObjectSchema> schemas, Map<String, Rule> rules) {
        this.schemas = schemas;
        this.rules = rules;
    }

    static Rules none() {
        return new Rules(new TreeMap<>(), new TreeMap<>());
    }

    /// The same with one more, or with another one of this name.
    ///
    /// @param schema null for none of this name
    Rules with(String name, @Nullable ObjectSchema schema) {
        SortedMap<String, ObjectSchema> newSchemas = new TreeMap<>(schemas);
        Map<String, Rule> newRules = new TreeMap<>(rules);
        if (schema == null) {
            newSchemas.remove(name);
            newRules.remove(name);
        } else {
            newSchemas.put(name, schema);
            newRules.put(name, Rule.of(name, schema));
        }
        return new Rules(newSchemas, newRules);
    }

    SortedMap<String, ObjectSchema> schemas() {
        return schemas;
    }

    /// Those that are about an object, by their names.
    List<Rule> about(String path) {
        return rules.values().stream()
                .filter(rule -> rule.pattern().matches(path))
                .toList();
    }
}
