package dev.atrium.jobs.webhook;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atrium.jobs.secret.Secrets;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Headers that a receiver wants beside ours, for example for a proxy before it. Their values may be
/// secrets.
///
/// @param values by their names in lower case
record OwnHeaders(Map<String, String> values) {

    static final OwnHeaders NONE = new OwnHeaders(Map.of());

    private static final int MOST = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E](?:[\\x20-\\x7E]{0,998}[\\x21-\\x7E])?");

    /// What says how the message is sent, or is ours.
    private static final Set<String> NOT_THEIRS = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "user-agent");

    private static final String OURS = "webhook-";

    OwnHeaders {
        values = Map.copyOf(values);
    }

    /// @throws ProblemException `invalid-request` that names the header
    static OwnHeaders parse(Map<String, @Nullable String> wanted) {
        if (wanted.size() > MOST) {
            throw ProblemException.invalidProperty("/headers", "must be at most " + MOST);
        }
        Map<String, String> values = new TreeMap<>();
        wanted.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches() || NOT_THEIRS.contains(lower) || lower.startsWith(OURS)) {
                throw ProblemException.invalidProperty("/headers", "has a name that headers of one's own cannot have");
            }
            if (value == null || !VALUE.matcher(value).matches() || values.put(lower, value) != null) {
                throw ProblemException.invalidProperty(
                        "/headers", "must have one value for each name, of 1 to 1000 printable ASCII characters");
            }
        });
        return new OwnHeaders(values);
    }

    /// As they are stored.
    ///
    /// @return null if there are none
    static @Nullable String close(Secrets secrets, EndpointKey endpoint, @Nullable OwnHeaders headers) {
        return headers == null || headers.values().isEmpty() ? null : secrets.close(endpoint.secrets(), headers.json());
    }

    static OwnHeaders open(Secrets secrets, EndpointKey endpoint, @Nullable String sealed) {
        return sealed == null ? NONE : read(secrets.open(endpoint.secrets(), sealed));
    }

    private static OwnHeaders read(String json) {
        try {
            return new OwnHeaders(Json.MAPPER.readValue(json, new TypeReference<Map<String, String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names() {
        return values.keySet().stream().sorted().toList();
    }

    private String json() {
        return Json.write(values);
    }

    /// Does not show the values.
    @Override
    public String toString() {
        return "OwnHeaders" + names();
    }
}
