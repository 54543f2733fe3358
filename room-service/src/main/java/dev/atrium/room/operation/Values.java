package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;

/// Measures of JSON values.
final class Values {

    private Values() {}

    /// How many levels of arrays and objects it has.
    static int depth(JsonNode value) {
        int deepest = 0;
        for (JsonNode element : value) {
            deepest = Math.max(deepest, depth(element));
        }
        return value.isContainerNode() ? deepest + 1 : 0;
    }

    /// Of how many values it consists, itself included.
    static int parts(JsonNode value) {
        int parts = 1;
        for (JsonNode element : value) {
            parts += parts(element);
        }
        return parts;
    }

    /// Whether all its numbers are ones that JSON can write.
    static boolean isFinite(JsonNode value) {
        if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
            return false;
        }
        for (JsonNode element : value) {
            if (!isFinite(element)) {
                return false;
            }
        }
        return true;
    }
}
