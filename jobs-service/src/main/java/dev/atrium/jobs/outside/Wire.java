package dev.atrium.jobs.outside;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One request to one address. The address is given; the name is what TLS asks for and checks, and what
/// the `Host` header says.
///
/// It has event loops of its own: hand-shakes with whoever users name take no time from those that
/// serve requests, and metrics and traces, which would have a series per receiver, see nothing of it.
@ApplicationScoped
class Wire {

    private static final int EVENT_LOOPS = 2;
    private static final int CONNECTIONS_PER_RECEIVER = 256;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    /// Shorter than what servers allow: a connection that they just close would cost the next call its
    /// answer.
    private static final int IDLE_SECONDS = 3;

    private static final String HOST = "host";

    private final Vertx vertx;
    private final HttpClient client;

    @Inject
    Wire() {
        this(new HttpClientOptions());
    }

    /// @param options that say whom TLS trusts
    Wire(HttpClientOptions options) {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        client = vertx.createHttpClient(options.setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setSslHandshakeTimeout(CONNECT_TIMEOUT_MS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxPoolSize(CONNECTIONS_PER_RECEIVER)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setVerifyHost(true)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE));
    }

    Reply post(Call call, Target target, InetAddress address, Duration limit) throws InterruptedException {
        var request = client.request(new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI(target.path())
                .setFollowRedirects(false));
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        request.onSuccess(open -> send(open, call, target, reply)).onFailure(reply::completeExceptionally);
        try {
            return reply.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Reply.Failed("there was no whole answer in time");
        } catch (ExecutionException e) {
            return new Reply.Failed(reason(e.getCause()));
        } finally {
            if (!reply.isDone() || reply.isCompletedExceptionally()) {
                reply.cancel(false);
                request.onSuccess(open -> open.reset());
            }
        }
    }

    private static void send(HttpClientRequest open, Call call, Target target, CompletableFuture<Reply> reply) {
        if (reply.isDone()) {
            open.reset();
            return;
        }
        call.headers().forEach(open::putHeader);
        open.putHeader(HOST, target.authority());
        open.response().onSuccess(response -> {
            AnswerBody body = new AnswerBody(open, response, call.answerBytes(), reply);
            response.exceptionHandler(reply::completeExceptionally).endHandler(_ -> body.end());
            response.handler(body::add);
        });
        open.exceptionHandler(reply::completeExceptionally);
        open.send(Buffer.buffer(call.body())).onFailure(reply::completeExceptionally);
    }

    private static String reason(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> "the connection ended before the answer did";
            case SSLException _ -> "there was no secure connection: is the certificate the host's, and known to all?";
            case ConnectException _ -> "the host took no connection";
            default -> reason(failure.getCause());
        };
    }

    @PreDestroy
    void close() {
        vertx.close();
    }
}
