package dev.atrium.platform.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// JSON Merge Patch (RFC 7396).
public final class MergePatch {

    private MergePatch() {}

    /// The target with the patch applied.
    ///
    /// @param target is not changed; null if there is nothing
    public static JsonNode apply(@Nullable JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (target instanceof ObjectNode object) {
            result.setAll(object);
        }
        patch.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                result.remove(member.getKey());
            } else {
                result.set(member.getKey(), apply(result.get(member.getKey()), member.getValue()));
            }
        });
        return result;
    }
}
