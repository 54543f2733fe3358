package dev.atrium.jobs.notify.preference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads preferences from requests: what is absent stays as it is, what is null becomes as usual (RFC
/// 7386).
final class PreferenceReader {

    private static final ObjectMapper STRICT = Json.MAPPER
            .copy()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private PreferenceReader() {}

    /// @throws ProblemException `invalid-request`
    /// @throws JsonProcessingException if a value does not fit
    static Preferences change(Preferences present, JsonNode patch) throws JsonProcessingException {
        if (!patch.isObject()) {
            throw ProblemException.invalidProperty("", "must be an object");
        }
        ObjectNode usual = STRICT.valueToTree(Preferences.USUAL);
        ObjectNode target = STRICT.valueToTree(present);
        merge(target, patch, usual);
        try {
            return STRICT.treeToValue(target, Preferences.class);
        } catch (ValueInstantiationException e) {
            throw ProblemException.invalidProperty(pointer(e), reason(e));
        }
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
    }

    /// What our records say is for users.
    private static String reason(ValueInstantiationException e) {
        return e.getCause() instanceof IllegalArgumentException ours && ours.getMessage() != null
                ? ours.getMessage()
                : "has the wrong form";
    }

    /// The same for a change that is known to be good.
    static Preferences changed(Preferences present, JsonNode patch) {
        try {
            return change(present, patch);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void merge(ObjectNode target, JsonNode patch, JsonNode usual) {
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String name = change.getKey();
            JsonNode value = change.getValue();
            JsonNode its = target.get(name);
            if (value.isNull()) {
                if (usual.has(name)) {
                    target.set(name, usual.get(name).deepCopy());
                } else {
                    target.remove(name);
                }
            } else if (value.isObject() && its instanceof ObjectNode object) {
                merge(object, value, usual.path(name));
            } else {
                target.set(name, value.deepCopy());
            }
        }
    }
}
