package dev.atrium.media.upload;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.storage.Party;
import dev.atrium.media.testing.RawForm;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing stays of a form, on disk or open, however it ends.
final class SpoolTest {

    private static final Duration LONG = Duration.ofDays(1);

    /// The decoder waits for the end of what is in the part, which has a boundary of its own.
    private static final RawForm NEVER_ENDS = new RawForm()
            .part(
                    "form-data; name=\"file\"\r\nContent-Type: multipart/mixed; boundary=inner",
                    Samples.utf8("--inner\r\nContent-Disposition: attachment; filename=\"a.txt\"\r\n\r\nsome bytes"))
            .end();

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Cancellable> reception = new CompletableFuture<>();
    private long bytes = Long.MAX_VALUE;

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatIsReceivedIsThereUntilItWasUsed() throws IOException {
        RawForm form =
                new RawForm().file("file", "a.txt", Samples.utf8("some bytes")).end();

        assertEquals("some bytes", answer(post(serve(LONG, SpoolTest::content), form)));

        assertTrue(uploads().isEmpty());
        assertTrue(open().isEmpty());
    }

    @Test
    void aFileThatNeverEndsIsGivenUpAfterAWhile() throws IOException {
        String answer = answer(post(serve(Duration.ofMillis(50), SpoolTest::content), NEVER_ENDS));

        assertEquals("The form is not complete: it breaks off.", answer);
        assertTrue(uploads().isEmpty());
        assertTrue(open().isEmpty());
    }

    @Test
    void aFormForWhichNobodyWaitsAnyMoreIsDiscarded() {
        CompletionStage<Buffer> _ = post(serve(LONG, SpoolTest::content), NEVER_ENDS);
        await().until(() -> uploads().size() == 1);

        reception.join().cancel();

        await().until(() -> uploads().isEmpty() && open().isEmpty());
    }

    @Test
    void aFormForWhichThereIsNoPlaceIsNotTakenUntilThereIsOne() throws IOException {
        RawForm form =
                new RawForm().file("file", "a.txt", Samples.utf8("some bytes")).end();
        // For one of the largest, as what does not say its length may be.
        bytes = 1;
        HttpServer server = serve(LONG, SpoolTest::content);
        CompletionStage<Buffer> _ = post(server, NEVER_ENDS);
        await().until(() -> uploads().size() == 1);

        assertEquals(
                "Too many uploads go on at the moment; try again in a moment.", answer(postInChunks(server, form)));

        reception.join().cancel();
        await().until(() -> uploads().isEmpty());
        await().until(() -> answer(postInChunks(server, form)).equals("some bytes"));
    }

    private static Uni<String> content(Received received) {
        return Uni.createFrom()
                .completionStage(
                        CompletableFuture.supplyAsync(() -> read(received.path()), Thread::startVirtualThread));
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpServer serve(Duration writing, Function<Received, Uni<String>> use) {
        Spool spool = new Spool(vertx, directory, new UploadLimits(1 << 20, writing), bytes);
        return vertx.createHttpServer()
                .requestHandler(request -> reception.complete(receive(spool, request, use)))
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static Cancellable receive(Spool spool, HttpServerRequest request, Function<Received, Uni<String>> use) {
        return spool.receive(request.pause(), new Party("a", null), use)
                .subscribe()
                .with(request.response()::end, failure -> request.response().end(failure.getMessage()));
    }

    private CompletionStage<Buffer> post(HttpServer server, RawForm form) {
        return vertx.createHttpClient()
                .request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
                .compose(request ->
                        request.putHeader("Content-Type", RawForm.contentType()).send(Buffer.buffer(form.bytes())))
                .compose(response -> response.body())
                .toCompletionStage();
    }

    /// Without Content-Length.
    private CompletionStage<Buffer> postInChunks(HttpServer server, RawForm form) {
        return vertx.createHttpClient()
                .request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> {
                    request.putHeader("Content-Type", RawForm.contentType()).setChunked(true);
                    return request.end(Buffer.buffer(form.bytes())).compose(_ -> request.response());
                })
                .compose(response -> response.body())
                .toCompletionStage();
    }

    private static String answer(CompletionStage<Buffer> body) {
        return body.toCompletableFuture()
                .orTimeout(Patience.USUAL.toMillis(), TimeUnit.MILLISECONDS)
                .join()
                .toString();
    }

    private List<Path> uploads() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /// What this process has open there, as Linux tells it.
    private List<String> open() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.exists(descriptors)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.map(SpoolTest::target)
                    .filter(target -> target.startsWith(directory.toString()))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException _) {
            return "closed meanwhile";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
