package dev.atrium.media.testing;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.testing.TestTokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.ConfigProvider;

/// A form written byte by byte, for what no client library would send.
public final class RawForm {

    private static final String BOUNDARY = "----atrium";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// Adds a part with the file name given.
    public RawForm file(String part, String name, byte[] content) {
        return part("form-data; name=\"" + part + "\"; filename=\"" + name + "\"", content);
    }

    /// Adds a part without a file name.
    public RawForm field(String part, String value) {
        return part("form-data; name=\"" + part + "\"", Samples.utf8(value));
    }

    public RawForm part(String disposition, byte[] content) {
        return raw("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n")
                .raw(content)
                .raw("\r\n");
    }

    public RawForm end() {
        return raw("--" + BOUNDARY + "--\r\n");
    }

    public RawForm raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private RawForm raw(byte[] content) {
        bytes.writeBytes(content);
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    public HttpResponse<String> post(Caller caller) {
        return post(caller, contentType(), HttpRequest.BodyPublishers.ofByteArray(bytes()));
    }

    /// Without Content-Length.
    public HttpResponse<String> postInChunks(Caller caller) {
        byte[] all = bytes();
        return post(
                caller, contentType(), HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(all)));
    }

    public static HttpResponse<String> post(Caller caller, String contentType, HttpRequest.BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/upload"))
                .header("Authorization", "Bearer " + TestTokens.of(caller))
                .header("Content-Type", contentType)
                .timeout(Patience.USUAL)
                .POST(body)
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    public static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }
}
