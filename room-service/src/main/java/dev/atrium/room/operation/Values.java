package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;

/// Measures of JSON values.
final class Values {

    /// Characters of a text that cost as much to look at as a value by itself.
    private static final int LENGTH_PER_WEIGHT = 256;

    /// What a binary digit of a number costs, in characters: arithmetic has more to do with it.
    private static final int DIGIT = 4;

    private Values() {}

    /// How many levels of arrays and objects it has.
    static int depth(JsonNode value) {
        int deepest = 0;
        for (JsonNode element : value) {
            deepest = Math.max(deepest, depth(element));
        }
        return value.isContainerNode() ? deepest + 1 : 0;
    }

    /// What it costs to look at it: 1 for each of the values of which it consists, itself included, and more
    /// for long texts and for numbers of many digits.
    static int weight(JsonNode value) {
        int weight = 1 + length(value) / LENGTH_PER_WEIGHT;
        for (JsonNode element : value) {
            weight += weight(element);
        }
        return weight;
    }

    private static int length(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().length();
        }
        if (value.isBigInteger()) {
            return DIGIT * value.bigIntegerValue().bitLength();
        }
        // Some checks write it without an exponent. That of zero is the lowest there is.
        return value.isFloatingPointNumber() && value.doubleValue() != 0
                ? DIGIT * Math.abs(Math.getExponent(value.doubleValue()))
                : 0;
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
