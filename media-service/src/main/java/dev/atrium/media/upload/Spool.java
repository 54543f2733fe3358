package dev.atrium.media.upload;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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

    private final Vertx vertx;
    private final Path directory;
    private final UploadLimits limits;

    Spool(Vertx vertx, SpoolConfig config, UploadConfig upload) {
        this.vertx = vertx;
        this.directory = config.directory().toAbsolutePath();
        this.limits = new UploadLimits(upload.maxFileSize().asLongValue());
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
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        Path path = directory.resolve(UUID.randomUUID().toString());
        return Uni.createFrom()
                .<Received>emitter(result -> new Reception(vertx, request, path, limits, result).start())
                .emitOn(context)
                .onFailure()
                .invoke(() -> hangUp(request))
                .flatMap(received -> Uni.createFrom()
                        .deferred(() -> use.apply(received))
                        .onTermination()
                        .call(() -> delete(received)));
    }

    private Uni<Void> delete(Received received) {
        return Uni.createFrom()
                .completionStage(() ->
                        vertx.fileSystem().delete(received.path().toString()).toCompletionStage())
                .onFailure()
                .invoke(e -> LOG.warnf(e, "an upload stays in the spool directory until the next start"))
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
