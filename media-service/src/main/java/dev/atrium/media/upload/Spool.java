package dev.atrium.media.upload;

import dev.atrium.media.storage.Party;
import dev.atrium.media.storage.Shares;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Where uploads lie on disk while they come in and are dealt with, and no longer than that: also what a crash left is
/// deleted, at the next start. Before a form is read it takes a share of the disk, as much as it says that it has.
@ApplicationScoped
public class Spool {

    private static final Logger LOG = Logger.getLogger(Spool.class);

    private static final Duration HANG_UP_AFTER = Duration.ofSeconds(5);

    /// Little is left to be written then, however large the file is.
    private static final Duration WRITING = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Path directory;
    private final UploadLimits limits;
    private final Shares disk;

    @Inject
    Spool(Vertx vertx, SpoolConfig config, UploadConfig upload, MeterRegistry metrics) {
        this(
                vertx,
                config.directory(),
                new UploadLimits(upload.maxFileSize().asLongValue(), WRITING),
                config.maxSize().asLongValue());
        Gauge.builder("atrium.media.uploads.bytes", disk, Shares::taken)
                .description("bytes of the uploads that go on")
                .baseUnit("bytes")
                .register(metrics);
    }

    /// @param bytes of all that may be there at a time; one form, as large as it may be, always fits
    Spool(Vertx vertx, Path directory, UploadLimits limits, long bytes) {
        this.vertx = vertx;
        this.directory = directory.toAbsolutePath();
        this.limits = limits;
        this.disk = new Shares(Math.max(bytes, limits.maxBodyBytes()));
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
    /// @param whose with whom the sender shares the disk
    /// @return what `use` gives; fails with `invalid-request` or `too-large` if the form is not one, and with
    /// `unavailable` if there is no place for it at the moment
    <T> Uni<T> receive(HttpServerRequest request, Party whose, Function<Received, Uni<T>> use) {
        long bytes = bytes(request);
        if (bytes > limits.maxBodyBytes()) {
            hangUp(request);
            return Uni.createFrom().failure(limits::tooLarge);
        }
        Optional<Shares.Share> share = disk.take(whose, bytes);
        if (share.isEmpty()) {
            hangUp(request);
            return Uni.createFrom().failure(Spool::crowded);
        }
        return received(request, use).onTermination().invoke(share.get()::giveBack);
    }

    private <T> Uni<T> received(HttpServerRequest request, Function<Received, Uni<T>> use) {
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

    private static ProblemException crowded() {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "Too many uploads go on at the moment; try again in a moment.");
    }

    /// How many there will be at most.
    private long bytes(HttpServerRequest request) {
        String header = request.getHeader("Content-Length");
        return header == null ? limits.maxBodyBytes() : Math.max(1, Long.parseLong(header));
    }
}
