package dev.atrium.platform.testing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.web.Json;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What was answered to a [Request], with its body read.
///
/// Its JSON is asked by paths: names with dots between them, `[2]` for an element of a list, `[name=value]` for
/// those of its elements that have this text. A name that is asked of a list is asked of each of its elements,
/// but `size()`, which is how many there are. What is not there is null.
public final class Answer {

    private static final Pattern STEP = Pattern.compile("(size\\(\\))|\\[(\\d+)]|\\[(\\w+)=([^]]*)]|([^.\\[\\]]+)|\\.");

    private final int statusCode;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(int statusCode, HttpHeaders headers, byte[] body) {
        this.statusCode = statusCode;
        this.headers = headers;
        this.body = body;
    }

    public int statusCode() {
        return statusCode;
    }

    public HttpHeaders headers() {
        return headers;
    }

    /// The first value of a header, or the empty string.
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public byte[] bytes() {
        return body;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return Json.read(body, JsonNode.class);
    }

    /// What is at a path of the JSON body: text, number, boolean, list or map; of the type that is expected.
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    public <T> T path(String path) {
        return (T) at(Json.read(body, Object.class), path);
    }

    /// Asserts the status.
    public Answer expect(int status) {
        assertEquals(status, statusCode, this::toString);
        return this;
    }

    /// Asserts the media type.
    public Answer contentType(String type) {
        assertTrue(
                header("Content-Type").equals(type) || header("Content-Type").startsWith(type + ";"), this::toString);
        return this;
    }

    /// Asserts a header; of one that is not there null.
    public Answer header(String name, org.hamcrest.Matcher<? super @Nullable String> matcher) {
        assertThat(name + " of " + this, headers.firstValue(name).orElse(null), matcher);
        return this;
    }

    /// Asserts a header.
    public Answer header(String name, String value) {
        return header(name, equalTo(value));
    }

    /// Asserts the text of the body.
    public Answer body(org.hamcrest.Matcher<? super String> matcher) {
        assertThat(toString(), text(), matcher);
        return this;
    }

    /// Asserts what is at a path of the JSON body.
    @SuppressWarnings("unchecked")
    public Answer body(String path, org.hamcrest.Matcher<?> matcher) {
        assertThat(path + " of " + this, this.<Object>path(path), (org.hamcrest.Matcher<Object>) matcher);
        return this;
    }

    @Override
    public String toString() {
        String shown = text();
        return statusCode + " " + headers.map() + " " + shown.substring(0, Math.min(2_000, shown.length()));
    }

    private static @Nullable Object at(@Nullable Object root, String path) {
        Object here = root;
        Matcher steps = STEP.matcher(path);
        int end = 0;
        while (steps.find() && steps.start() == end) {
            end = steps.end();
            here = step(here, steps);
        }
        if (end != path.length()) {
            throw new IllegalArgumentException("not a path: " + path);
        }
        return here;
    }

    private static @Nullable Object step(@Nullable Object here, Matcher step) {
        if (step.group().equals(".")) {
            return here;
        }
        if (step.group(5) != null) {
            return named(here, step.group(5));
        }
        if (step.group(1) != null) {
            return here instanceof Map<?, ?> map ? map.size() : here instanceof List<?> list ? list.size() : null;
        }
        if (step.group(2) != null) {
            int index = Integer.parseInt(step.group(2));
            return index < elements(here).size() ? elements(here).get(index) : null;
        }
        return elements(here).stream()
                .filter(element -> Objects.equals(named(element, step.group(3)), step.group(4)))
                .toList();
    }

    private static @Nullable Object named(@Nullable Object here, String name) {
        if (here instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.forEach(element -> all.add(named(element, name)));
            return all;
        }
        return here instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static List<?> elements(@Nullable Object here) {
        return here instanceof List<?> list ? list : List.of();
    }
}
