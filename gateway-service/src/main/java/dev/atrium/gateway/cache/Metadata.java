package dev.atrium.gateway.cache;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What clients keep beside a value, in the header `Atrium-Meta`: a JSON object of at most 1 KiB, in
/// ASCII, so other characters in it are escaped.
final class Metadata {

    static final String HEADER = "Atrium-Meta";

    private static final int LENGTH_MAX = 1_024;
    private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7E]{2," + LENGTH_MAX + "}");

    private static final ObjectReader READER = Json.MAPPER
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private Metadata() {}

    /// The header as it was given.
    ///
    /// @return empty if there is none
    /// @throws ProblemException `invalid-request` if it is anything else
    static String checked(@Nullable String header) {
        if (header == null) {
            return "";
        }
        if (!TEXT.matcher(header).matches() || !isObject(header)) {
            throw ProblemException.invalidParameter(
                    HEADER, "must be a JSON object of at most " + LENGTH_MAX + " bytes of ASCII");
        }
        return header;
    }

    /// The object that was kept.
    ///
    /// @param text as [#checked] gave it
    /// @return null if there was none
    static @Nullable JsonNode read(String text) {
        return text.isEmpty() ? null : Json.read(text, JsonNode.class);
    }

    private static boolean isObject(String text) {
        try {
            return READER.readTree(text).isObject();
        } catch (JacksonException _) {
            return false;
        }
    }
}
