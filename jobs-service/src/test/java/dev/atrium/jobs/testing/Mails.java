package dev.atrium.jobs.testing;

import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the mail catcher has caught.
public final class Mails {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    Mails(String url) {
        this.url = url;
    }

    /// A mail as its recipient got it; the text is the plain form.
    public record Caught(String messageId, String from, String to, String subject, String text) {}

    private record Found(List<Caught> items) {}

    /// Newest first.
    public List<Caught> to(String address) {
        URI uri = URI.create(url + "/api/messages?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8));
        try {
            String body = http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return Json.read(body, Found.class).items();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
