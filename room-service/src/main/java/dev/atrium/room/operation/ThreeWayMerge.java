package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Joins what two have made of the same value, member by member. Arrays and texts are wholes.
final class ThreeWayMerge {

    private ThreeWayMerge() {}

    /// Nulls say that there is nothing.
    ///
    /// @param base from which both started
    /// @param present what one made of it
    /// @param wanted what the other one made of it
    /// @return a refusal if both changed the same thing to something different
    static Resolution of(@Nullable JsonNode base, @Nullable JsonNode present, @Nullable JsonNode wanted) {
        return merge("", base, present, wanted);
    }

    private static Resolution merge(
            String pointer, @Nullable JsonNode base, @Nullable JsonNode present, @Nullable JsonNode wanted) {
        if (Objects.equals(wanted, base) || Objects.equals(wanted, present)) {
            return new Resolution.Accept(present);
        }
        if (Objects.equals(present, base)) {
            return new Resolution.Accept(wanted);
        }
        if (present instanceof ObjectNode one && wanted instanceof ObjectNode other) {
            if (base == null) {
                return members(pointer, JsonNodeFactory.instance.objectNode(), one, other);
            }
            if (base instanceof ObjectNode both) {
                return members(pointer, both, one, other);
            }
        }
        return new Resolution.Refuse(
                pointer.isEmpty() ? "both changed all of it" : "both changed '" + pointer + "' in it");
    }

    private static Resolution members(String pointer, ObjectNode base, ObjectNode present, ObjectNode wanted) {
        Set<String> names = new LinkedHashSet<>();
        present.fieldNames().forEachRemaining(names::add);
        wanted.fieldNames().forEachRemaining(names::add);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            String member = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            switch (merge(member, base.get(name), present.get(name), wanted.get(name))) {
                case Resolution.Accept(JsonNode value) when value != null -> result.set(name, value);
                case Resolution.Accept _ -> {
                    // One removed it, and the other left it as it was.
                }
                case Resolution.Refuse refuse -> {
                    return refuse;
                }
            }
        }
        return new Resolution.Accept(result);
    }
}
