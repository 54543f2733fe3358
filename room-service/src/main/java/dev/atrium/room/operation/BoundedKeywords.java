package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbstractKeyword;
import com.networknt.schema.BaseJsonValidator;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonValidator;
import com.networknt.schema.Keyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.ValidatorTypeCode;
import com.networknt.schema.Vocabulary;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keywords of JSON Schema for which the library may need much more than one step for each part of a value: with
/// numbers made for it, `uniqueItems` compares each with each, and `multipleOf` divides into hundreds of digits.
final class BoundedKeywords {

    /// The dialect, with these in place of the library's.
    static final JsonMetaSchema DIALECT = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .vocabularyFactory(BoundedKeywords::vocabulary)
            .build();

    /// Up to here, a whole number is written without an exponent, and all are told apart.
    private static final double EXACT = 1L << 53;

    private BoundedKeywords() {}

    /// @return null: the library's own
    private static @Nullable Vocabulary vocabulary(String iri) {
        Vocabulary validation = Vocabulary.V202012_VALIDATION;
        if (!iri.equals(validation.getIri())) {
            return null;
        }
        Map<String, Keyword> keywords =
                validation.getKeywords().stream().collect(Collectors.toMap(Keyword::getValue, Function.identity()));
        for (Keyword bounded : List.of(new Unique(), new Multiple())) {
            keywords.put(bounded.getValue(), bounded);
        }
        return new Vocabulary(iri, keywords.values().toArray(Keyword[]::new));
    }

    /// Whether two elements of an array are equal. Numbers are by their value, members in any order.
    static boolean hasTwice(JsonNode array) {
        // Texts have an order, so that a set holds against those that were made to collide.
        Set<String> seen = HashSet.newHashSet(array.size());
        StringBuilder text = new StringBuilder();
        for (JsonNode element : array) {
            text.setLength(0);
            append(text, element);
            if (!seen.add(text.toString())) {
                return true;
            }
        }
        return false;
    }

    /// Decimal, as people count, where both numbers are of a usual size; otherwise to the precision of doubles.
    static boolean isMultiple(JsonNode number, JsonNode divisor) {
        if (number.isIntegralNumber()
                && divisor.isIntegralNumber()
                && number.canConvertToLong()
                && divisor.canConvertToLong()) {
            return number.longValue() % divisor.longValue() == 0;
        }
        double dividend = number.doubleValue();
        double by = divisor.doubleValue();
        if (isUsual(dividend) && isUsual(by)) {
            return BigDecimal.valueOf(dividend)
                            .remainder(BigDecimal.valueOf(by))
                            .signum()
                    == 0;
        }
        return dividend % by == 0;
    }

    private static boolean isUsual(double number) {
        double size = Math.abs(number);
        return size == 0 || (size > 1e-18 && size < 1e18);
    }

    private static void append(StringBuilder text, JsonNode value) {
        if (value.isObject()) {
            text.append('{');
            value.properties().stream().sorted(Map.Entry.comparingByKey()).forEachOrdered(member -> {
                appendText(text, member.getKey());
                append(text, member.getValue());
            });
            text.append('}');
        } else if (value.isArray()) {
            text.append('[');
            value.forEach(element -> {
                append(text, element);
                text.append(',');
            });
            text.append(']');
        } else if (value.isTextual()) {
            appendText(text, value.textValue());
        } else if (value.isFloatingPointNumber() && isWhole(value.doubleValue())) {
            text.append((long) value.doubleValue());
        } else {
            text.append(value.asText());
        }
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) <= EXACT;
    }

    /// With its length, no text can look like something else.
    private static void appendText(StringBuilder text, String value) {
        text.append('"').append(value.length()).append(':').append(value);
    }

    private static final class Unique extends AbstractKeyword {

        Unique() {
            super(ValidatorTypeCode.UNIQUE_ITEMS.getValue());
        }

        @Override
        public JsonValidator newValidator(
                SchemaLocation location,
                JsonNodePath path,
                JsonNode schema,
                JsonSchema parent,
                ValidationContext context) {
            return new Check(location, path, schema, parent, ValidatorTypeCode.UNIQUE_ITEMS, context) {
                @Override
                boolean isGood(JsonNode value) {
                    return !schema.booleanValue() || !value.isArray() || !hasTwice(value);
                }
            };
        }
    }

    private static final class Multiple extends AbstractKeyword {

        Multiple() {
            super(ValidatorTypeCode.MULTIPLE_OF.getValue());
        }

        @Override
        public JsonValidator newValidator(
                SchemaLocation location,
                JsonNodePath path,
                JsonNode schema,
                JsonSchema parent,
                ValidationContext context) {
            return new Check(location, path, schema, parent, ValidatorTypeCode.MULTIPLE_OF, context) {
                @Override
                boolean isGood(JsonNode value) {
                    return !value.isNumber() || isMultiple(value, schema);
                }
            };
        }
    }

    /// A keyword that says yes or no to a value.
    private abstract static class Check extends BaseJsonValidator {

        Check(
                SchemaLocation location,
                JsonNodePath path,
                JsonNode schema,
                JsonSchema parent,
                ValidatorTypeCode code,
                ValidationContext context) {
            super(location, path, schema, parent, code, context);
        }

        abstract boolean isGood(JsonNode value);

        @Override
        public Set<ValidationMessage> validate(
                ExecutionContext execution, JsonNode value, JsonNode root, JsonNodePath place) {
            if (isGood(value)) {
                return Set.of();
            }
            return Set.of(message()
                    .instanceNode(value)
                    .instanceLocation(place)
                    .locale(execution.getExecutionConfig().getLocale())
                    .failFast(execution.isFailFast())
                    .arguments(getSchemaNode().asText())
                    .build());
        }
    }
}
