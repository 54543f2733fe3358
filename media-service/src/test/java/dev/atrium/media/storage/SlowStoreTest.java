package dev.atrium.media.storage;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.media.testing.Api.form;
import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.Bucket;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.MediaStack;
import dev.atrium.media.testing.RawForm;
import dev.atrium.media.testing.Rows;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Json;
import io.quarkus.test.junit.QuarkusMock;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/// What does not need the object store does not wait for it, however many requests do; nor does what needs
/// it wait for those who read slowly.
@ComponentTest
final class SlowStoreTest {

    /// More than there are connections to the database.
    private static final int MANY = 20;

    @Inject
    S3AsyncClient s3;

    @Inject
    StoreConfig config;

    @Inject
    ObjectStore store;

    private final Caller caller = Api.someone("slow-store");

    /// Does nothing to the bytes of files until it is released.
    private static final class Slow extends ObjectStore {

        private final CompletableFuture<Void> released = new CompletableFuture<>();
        private final AtomicInteger waiting = new AtomicInteger();

        private Slow(S3AsyncClient s3, StoreConfig config) {
            super(s3, config);
        }

        @Override
        public Uni<Void> put(ObjectKey key, Path file, String sha256, String type) {
            return patiently().flatMap(_ -> super.put(key, file, sha256, type));
        }

        @Override
        public Uni<Void> delete(ObjectKey key) {
            return key.sha256() == null ? super.delete(key) : patiently().flatMap(_ -> super.delete(key));
        }

        private Uni<Void> patiently() {
            waiting.incrementAndGet();
            return Uni.createFrom().completionStage(released.copy());
        }
    }

    /// Cannot remove one object, for a reason that nobody has thought of.
    private static final class Odd extends ObjectStore {

        private final ObjectKey odd;

        private Odd(S3AsyncClient s3, StoreConfig config, ObjectKey odd) {
            super(s3, config);
            this.odd = odd;
        }

        @Override
        public Uni<Void> delete(ObjectKey key) {
            return key.equals(odd) ? Uni.createFrom().failure(new IllegalStateException("odd")) : super.delete(key);
        }
    }

    @Test
    void anObjectThatCannotBeRemovedKeepsNoOther() {
        String unlucky = Api.upload(caller, "a.txt", Samples.utf8("not to be removed"));
        String other = Api.upload(caller, "b.txt", Samples.utf8("to be removed all the same"));
        ObjectKey stays = ObjectKey.content(caller.tenant(), Sha256.hex("not to be removed"));
        ObjectKey goes = ObjectKey.content(caller.tenant(), Sha256.hex("to be removed all the same"));
        QuarkusMock.installMockForType(new Odd(s3, config, stays), ObjectStore.class);

        as(caller).delete("/api/files/{id}", unlucky).expect(204);
        await().until(() -> Rows.failedRemovals(caller.tenant().value()) == 1);
        as(caller).delete("/api/files/{id}", other).expect(204);

        await().untilAsserted(() -> assertFalse(Bucket.has(goes)));
        assertTrue(Bucket.has(stays));
    }

    /// Gives no answer to the first removal of an object, and carries it out later.
    private static final class Late extends ObjectStore {

        private final ObjectKey late;
        private final AtomicInteger removals = new AtomicInteger();

        private Late(S3AsyncClient s3, StoreConfig config, ObjectKey late) {
            super(s3, config);
            this.late = late;
        }

        @Override
        public Uni<Void> delete(ObjectKey key) {
            return key.equals(late) && removals.getAndIncrement() == 0
                    ? Uni.createFrom().failure(new IllegalStateException("no answer"))
                    : super.delete(key);
        }
    }

    @Test
    void bytesAreNotStoredAnewWhileARemovalOfBeforeMayComeAbout() {
        Caller alice = Api.someone("slow-store-late");
        Caller bob = Api.someone("slow-store-late");
        byte[] bytes = Samples.utf8("removed late");
        ObjectKey key = ObjectKey.content(alice.tenant(), Sha256.hex("removed late"));
        String file = Api.upload(alice, "a.txt", bytes);
        QuarkusMock.installMockForType(new Late(s3, config, key), ObjectStore.class);

        as(alice).delete("/api/files/{id}", file).expect(204);
        // Another try succeeds, but the first one is still on its way.
        await().untilAsserted(() -> assertFalse(Bucket.has(key)));
        form(bob, "b.txt", "text/plain", bytes)
                .post("/api/upload")
                .expect(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo(ProblemType.UNAVAILABLE.uri()));

        new ObjectStore(s3, config).delete(key).await().indefinitely();
        Rows.endDoubts("slow-store-late");
        await().until(() -> Rows.bytesToRemove("slow-store-late") == 0);
        String anew = Api.upload(bob, "b.txt", bytes);
        assertEquals(
                "removed late", as(bob).get("/api/files/{id}/content", anew).text());
    }

    @Test
    void anUploadWhoseBytesAreRemovedBecauseItTookTooLongMakesNoFile() {
        Caller late = Api.someone("slow-store-overdue");
        byte[] bytes = Samples.utf8("overdue");
        Slow slow = new Slow(s3, config);
        QuarkusMock.installMockForType(slow, ObjectStore.class);
        try {
            CompletableFuture<Integer> upload = CompletableFuture.supplyAsync(() ->
                    form(late, "a.txt", "text/plain", bytes).post("/api/upload").statusCode());
            await().until(() -> slow.waiting.get() == 1);

            Rows.hastenRemovals("slow-store-overdue");
            await().until(() -> slow.waiting.get() == 2);
            slow.released.complete(null);

            assertEquals(503, upload.join());
        } finally {
            slow.released.complete(null);
        }
        assertEquals(0, Rows.files("slow-store-overdue"));
    }

    @Test
    void filesAreListedWhileTheStoreHangs() {
        List<String> files = IntStream.range(0, MANY)
                .mapToObj(i -> Api.upload(caller, "a.txt", Samples.utf8("to be deleted " + i)))
                .toList();
        Slow slow = new Slow(s3, config);
        QuarkusMock.installMockForType(slow, ObjectStore.class);

        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            files.forEach(file -> answers.add(CompletableFuture.supplyAsync(
                    () -> as(caller).delete("/api/files/{id}", file).statusCode(), threads)));
            answers.forEach(deleted -> assertEquals(204, deleted.join()));
            answers.clear();
            for (int i = 0; i < MANY; i++) {
                byte[] bytes = Samples.utf8("kept " + i);
                answers.add(CompletableFuture.supplyAsync(
                        () -> form(caller, "b.txt", "text/plain", bytes)
                                .post("/api/upload")
                                .statusCode(),
                        threads));
            }
            await().until(() -> slow.waiting.get() > MANY);

            as(caller).get("/api/files").expect(200);

            slow.released.complete(null);
            answers.forEach(uploaded -> assertEquals(201, uploaded.join()));
        } finally {
            slow.released.complete(null);
        }
        ObjectKey gone = ObjectKey.content(caller.tenant(), Sha256.hex("to be deleted 0"));
        await().untilAsserted(() -> assertFalse(Bucket.has(gone)));
    }

    @Test
    void slowReadersKeepNobodyFromUploadingNorAllFromReading() throws IOException {
        Caller stranger = Api.someone("commons");
        String large = Json.MAPPER
                .readTree(new RawForm()
                        .file("file", "large.bin", new byte[MediaStack.MAX_FILE_BYTES])
                        .end()
                        .post(stranger)
                        .body())
                .path("id")
                .asText();
        String small = Api.upload(caller, "a.txt", Samples.utf8("read at once"));
        List<Socket> slow = new ArrayList<>();
        try {
            int before = -1;
            for (int i = 0; before < slow.size(); i++) {
                before = slow.size();
                while (readsSlowly(stranger, large, "192.0.2." + i, slow)) {
                    // There may be more.
                }
            }
            assertTrue(slow.size() > MediaStack.CONNECTIONS / 2, "others had a part, too");

            as(caller)
                    .get("/api/files/{id}/content", small)
                    .expect(503)
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo(ProblemType.UNAVAILABLE.uri()));
            Api.upload(caller, "b.txt", Samples.utf8("taken meanwhile"));
            Api.derive(caller, small).expect(200).body("status", equalTo("ready"));
            new StorageReadiness(store)
                    .call()
                    .invoke(answer -> assertEquals(HealthCheckResponse.Status.UP, answer.getStatus()))
                    .await()
                    .indefinitely();
        } finally {
            for (Socket one : slow) {
                one.close();
            }
        }
        await().until(() -> as(caller).get("/api/files/{id}/content", small).statusCode() == 200);
    }

    /// Begins to read, and reads no further.
    ///
    /// @param address from which the reader comes
    /// @return false if the download is refused
    private static boolean readsSlowly(Caller reader, String file, String address, List<Socket> slow)
            throws IOException {
        Socket socket = new Socket();
        slow.add(socket);
        socket.setReceiveBufferSize(4 << 10);
        socket.setSoTimeout((int) Patience.USUAL.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RawForm.port()));
        String request = "GET /api/files/" + file + "/content HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + address
                + "\r\nAuthorization: Bearer " + TestTokens.of(reader) + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status =
                new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
        if (status.endsWith("200")) {
            return true;
        }
        slow.removeLast();
        socket.close();
        return false;
    }
}
