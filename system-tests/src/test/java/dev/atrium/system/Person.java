package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody who uses the API, with one credential or none.
final class Person {

    private final URI gateway;
    private final @Nullable String credential;
    private final @Nullable String organisation;

    private Person(URI gateway, @Nullable String credential, @Nullable String organisation) {
        this.gateway = gateway;
        this.credential = credential;
        this.organisation = organisation;
    }

    static Person anonymous(Suite suite) {
        return new Person(suite.gateway(), null, null);
    }

    static Person with(Suite suite, String credential) {
        return new Person(suite.gateway(), credential, null);
    }

    /// Somebody with a fresh one-click key.
    static Person withNewKey(Suite suite) {
        JsonNode key = anonymous(suite).post("/api/keys", "{}").expect(201).json();
        return with(suite, key.path("key").asText());
    }

    /// The same one, at work in an organisation.
    Person in(String id) {
        return new Person(gateway, credential, id);
    }

    /// The same one, at another gateway.
    Person at(URI other) {
        return new Person(other, credential, organisation);
    }

    /// By what the gateway knows whose a request is.
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        if (credential != null) {
            headers.put("Authorization", "Bearer " + credential);
        }
        if (organisation != null) {
            headers.put("Atrium-Organisation", organisation);
        }
        return headers;
    }

    @Nullable
    String credential() {
        return credential;
    }

    URI uri(String path) {
        return gateway.resolve(path);
    }

    Http.Answer get(String path) {
        return Http.send(request(path));
    }

    Http.Answer delete(String path) {
        return Http.send(request(path).DELETE());
    }

    Http.Answer post(String path, String json, String... headers) {
        return send("POST", path, "application/json", json, headers);
    }

    Http.Answer send(String method, String path) {
        return Http.send(request(path).method(method, BodyPublishers.noBody()));
    }

    Http.Answer send(String method, String path, String contentType, String body, String... headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", contentType).method(method, BodyPublishers.ofString(body));
        return Http.send(headers.length == 0 ? request : request.headers(headers));
    }

    /// @param body empty: none; text that is no JSON is sent as plain text
    Http.Answer ask(String method, String path, String body) {
        String type = body.startsWith("{") ? "application/json" : "text/plain";
        return body.isEmpty() ? send(method, path) : send(method, path, type, body);
    }

    Http.Answer post(String path, String contentType, byte[] body) {
        return Http.send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    /// Uploads a file, with further form fields.
    Http.Answer upload(String name, String type, byte[] content, Map<String, String> fields, String... headers) {
        String boundary = "b" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        new TreeMap<>(fields)
                .forEach((field, value) ->
                        part(body, boundary, "name=\"" + field + "\"", "").writeBytes(utf8(value + "\r\n")));
        part(body, boundary, "name=\"file\"; filename=\"" + name + "\"", "Content-Type: " + type + "\r\n")
                .writeBytes(content);
        body.writeBytes(utf8("\r\n--" + boundary + "--\r\n"));
        HttpRequest.Builder request = request("/api/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()));
        return Http.send(headers.length == 0 ? request : request.headers(headers));
    }

    /// Opens the room's socket.
    ChatSocket join(String room) {
        return ChatSocket.open(this, room, null);
    }

    String createRoom(String name) {
        return post("/api/rooms", Http.JSON.createObjectNode().put("name", name).toString())
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        headers().forEach(request::header);
        return request;
    }

    private static ByteArrayOutputStream part(
            ByteArrayOutputStream body, String boundary, String disposition, String header) {
        body.writeBytes(utf8(
                "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + header + "\r\n"));
        return body;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
