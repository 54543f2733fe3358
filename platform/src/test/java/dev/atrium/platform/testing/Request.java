package dev.atrium.platform.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// An HTTP request to the service under test: what it carries, and in the end how it is sent.
public final class Request {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\w*}");
    private static final Pattern NOT_IN_A_URI = Pattern.compile("[^\\w\\-.~:/?#\\[\\]@!$&'()*+,;=%]+");

    /// Says null where a map has it, as clients may.
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Patience.USUAL)
            .build();

    private final List<String> headers = new ArrayList<>();
    private final List<String> query = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final int port;
    private byte @Nullable [] body;

    private record Part(String name, @Nullable String file, String type, byte[] content) {}

    private Request(int port) {
        this.port = port;
    }

    /// A request without credentials.
    public static Request plain() {
        return to(ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class));
    }

    /// A request without credentials to another port, as that of the management interface.
    public static Request to(int port) {
        return new Request(port);
    }

    public Request bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /// Adds a header.
    public Request header(String name, Object value) {
        headers.add(name);
        headers.add(value.toString());
        return this;
    }

    /// Says what the body is, instead of what was said before.
    public Request contentType(String type) {
        int before = headers.indexOf(CONTENT_TYPE);
        if (before >= 0) {
            headers.set(before + 1, type);
            return this;
        }
        return header(CONTENT_TYPE, type);
    }

    /// Of text, if nothing else was said before, or else of JSON.
    ///
    /// @param content text, bytes, or what has a JSON form
    public Request body(Object content) {
        body = switch (content) {
            case byte[] bytes -> bytes;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            default -> json(content);
        };
        if (!headers.contains(CONTENT_TYPE)) {
            contentType(content instanceof String ? "text/plain" : "application/json");
        }
        return this;
    }

    /// Adds a parameter to the query.
    public Request query(String name, Object value) {
        query.add(encoded(name) + "=" + encoded(value.toString()));
        return this;
    }

    public Request query(Map<String, ?> parameters) {
        parameters.forEach(this::query);
        return this;
    }

    /// Adds a field of a form.
    public Request part(String name, String text) {
        parts.add(new Part(name, null, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /// Adds a file of a form.
    public Request part(String name, String file, String type, byte[] content) {
        parts.add(new Part(name, file, type, content));
        return this;
    }

    /// @param path may have a query, and places like `{id}` for the values
    public Answer get(String path, Object... values) {
        return send("GET", path, values);
    }

    public Answer post(String path, Object... values) {
        return send("POST", path, values);
    }

    public Answer put(String path, Object... values) {
        return send("PUT", path, values);
    }

    public Answer patch(String path, Object... values) {
        return send("PATCH", path, values);
    }

    public Answer delete(String path, Object... values) {
        return send("DELETE", path, values);
    }

    /// @param path may have a query, and places like `{id}` for the values, which are encoded; what must not be in an
    ///     address is encoded as well, `%` and `+` are sent as they are
    /// @throws UncheckedIOException if no answer came
    public Answer send(String method, String path, Object... values) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path, values)).timeout(Patience.USUAL);
        if (!parts.isEmpty()) {
            String boundary = UUID.randomUUID().toString();
            body = form(boundary);
            contentType("multipart/form-data; boundary=" + boundary);
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        byte[] content = body;
        request.method(
                method,
                content == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(content));
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI address(String path, Object... values) {
        StringBuilder address = new StringBuilder("http://127.0.0.1:").append(port);
        Matcher places = TEMPLATE.matcher(path);
        for (Object value : values) {
            if (!places.find()) {
                throw new IllegalArgumentException("more values than places: " + path);
            }
            places.appendReplacement(address, Matcher.quoteReplacement(encoded(value.toString())));
        }
        places.appendTail(address);
        if (!query.isEmpty()) {
            address.append(path.indexOf('?') < 0 ? '?' : '&').append(String.join("&", query));
        }
        return URI.create(NOT_IN_A_URI.matcher(address).replaceAll(found -> encoded(found.group())));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] json(Object content) {
        try {
            return JSON.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// Multipart/form-data (RFC 7578).
    private byte[] form(String boundary) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (Part part : parts) {
            String file = part.file() == null ? "" : "; filename=\"" + part.file() + "\"";
            form.writeBytes(("--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\nContent-Type: %s\r\n\r\n"
                            .formatted(boundary, part.name(), file, part.type()))
                    .getBytes(StandardCharsets.UTF_8));
            form.writeBytes(part.content());
            form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        form.writeBytes("--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }
}
