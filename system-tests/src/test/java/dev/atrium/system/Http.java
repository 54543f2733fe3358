package dev.atrium.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// HTTP as the tests speak it.
final class Http {

    static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(30))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    static final ObjectMapper JSON = JsonMapper.builder().build();

    /// An answer with its body read.
    record Answer(int status, java.net.http.HttpHeaders headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return Http.json(text());
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /// Fails unless the status is the expected one.
        Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + " but got " + this);
            }
            return this;
        }

        /// Fails unless this is a problem document of the slug.
        Answer expectProblem(int expected, String slug) {
            expect(expected);
            if (!header("content-type").startsWith("application/problem+json")
                    || !json().path("type").asText().equals(type(slug))
                    || json().path("status").asInt() != expected) {
                throw new AssertionError("expected the problem " + slug + " but got " + this);
            }
            return this;
        }

        /// What is said of limits and outages is registered elsewhere.
        private static String type(String slug) {
            String registry = "https://iana.org/assignments/http-problem-types#";
            return switch (slug) {
                case "quota-exceeded" -> registry + slug;
                case "unavailable" -> registry + "temporary-reduced-capacity";
                default -> "/problems/" + slug;
            };
        }

        @Override
        public String toString() {
            String shown = text();
            return status + " " + headers.map() + " " + shown.substring(0, Math.min(500, shown.length()));
        }
    }

    private Http() {}

    /// Reads what must be JSON.
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }

    static Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    /// @throws UncheckedIOException if no answer came
    static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(
                    request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
