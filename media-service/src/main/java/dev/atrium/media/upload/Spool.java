package dev.atrium.media.upload;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Where uploads lie on disk while they come in and are dealt with, and no longer than that: also what a crash left is
/// deleted, at the next start.
@ApplicationScoped
public class Spool {

    private static final Logger LOG = Logger.getLogger(Spool.class);

    private static final Duration HANG_UP_AFTER = Duration.ofSeconds(5);

    /// Little is left to be written then, however large the file is.
    private static final Duration WRITING = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Path directory;
    private final UploadLimits limits;

    @Inject
    Spool(Vertx vertx, SpoolConfig config, UploadConfig upload) {
        this(vertx, config.directory(), new UploadLimits(upload.maxFileSize().asLongValue(), WRITING));
    }

    Spool(Vertx vertx, Path directory, UploadLimits limits) {
        this.vertx = vertx;
        this.directory = directory.toAbsolutePath();
        this.limits = limits;
    }

    /// The port is opened only after this.
    void start(@Observes StartupEvent event) throws IOException {
        Files.createDirectories(directory);
        int deleted = 0;
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory)) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
                deleted++;
            }
        }
        if (deleted > 0) {
            LOG.infof("deleted %d uploads that an earlier run did not finish", deleted);
        }
    }

    /// Receives a form with one file and hands it to `use`; the file is there until `use` is done,
    /// whatever its outcome. To be called on the request's context, and calls `use` there.
    ///
    /// @return what `use` gives; fails with `invalid-request` or `too-large` if the form is not one
    <T> Uni<T> receive(HttpServerRequest request, Function<Received, Uni<T>> use) {
        if (declaredBytes(request) > limits.maxBodyBytes()) {
            hangUp(request);
            return Uni.createFrom().failure(limits::tooLarge);
        }
        return Uni.createFrom()
                .item(() -> Boundary.of(request.headers().getAll(HttpHeaders.CONTENT_TYPE)))
                .onFailure()
                .invoke(() -> hangUp(request))
                .flatMap(boundary -> receive(request, boundary, use));
    }

    private <T> Uni<T> receive(HttpServerRequest request, String boundary, Function<Received, Uni<T>> use) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        Path path = directory.resolve(UUID.randomUUID().toString());
        Reception reception = new Reception(vertx, request, boundary, path, limits);
        return Uni.createFrom()
                .completionStage(() -> reception.start().toCompletionStage())
                .emitOn(context)
                .onFailure()
                .invoke(() -> hangUp(request))
                .flatMap(use::apply)
                .onTermination()
                .call(() -> end(reception).runSubscriptionOn(context));
    }

    /// Also when the client is gone: a request that has ended is not told that its connection closes.
    private static Uni<Void> end(Reception reception) {
        return Uni.createFrom()
                .completionStage(() -> reception.discard().toCompletionStage())
                .onFailure()
                .recoverWithNull();
    }

    /// What a client still sends of a form that was refused is read and dropped, so that it gets to see our answer, but
    /// not for long.
    private void hangUp(HttpServerRequest request) {
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
            vertx.setTimer(HANG_UP_AFTER.toMillis(), _ -> request.connection().close());
        }
    }

    private static long declaredBytes(HttpServerRequest request) {
        String header = request.getHeader("Content-Length");
        return header == null ? 0 : Long.parseLong(header);
    }
}
