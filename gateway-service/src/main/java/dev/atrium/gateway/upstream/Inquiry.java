package dev.atrium.gateway.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;

/// Asks services, and the identity provider, something for the gateway itself, not for a client.
@ApplicationScoped
public class Inquiry {

    private final HttpClient client;

    public Inquiry(Vertx vertx) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(8));
    }

    /// What came back.
    public record Answer(int status, Buffer body) {}

    /// Sends a GET. Fails if no whole answer has come within the patience.
    public Uni<Answer> get(URI url, MultiMap headers, Duration patience) {
        return ask(request(HttpMethod.GET, url, headers, patience), Buffer.buffer(), patience);
    }

    /// Sends a POST. Fails if no whole answer has come within the patience; it may have been received
    /// all the same.
    public Uni<Answer> post(URI url, MultiMap headers, String body, Duration patience) {
        return ask(request(HttpMethod.POST, url, headers, patience), Buffer.buffer(body), patience);
    }

    private static RequestOptions request(HttpMethod method, URI url, MultiMap headers, Duration patience) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url.toString())
                .setHeaders(headers)
                .setConnectTimeout(patience.toMillis())
                .setIdleTimeout(patience.toMillis());
    }

    private Uni<Answer> ask(RequestOptions request, Buffer body, Duration patience) {
        return Uni.createFrom()
                .<Answer>emitter(emitter -> client.request(request)
                        .compose(outgoing -> outgoing.send(body).compose(Inquiry::whole))
                        .onSuccess(emitter::complete)
                        .onFailure(emitter::fail))
                .ifNoItem()
                .after(patience)
                .fail();
    }

    private static Future<Answer> whole(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body));
    }
}
