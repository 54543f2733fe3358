package dev.atrium.media.storage;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.media.testing.Api.form;
import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import dev.atrium.media.testing.SpoolDirectory;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// While the object store is gone nothing is promised, and nothing is lost (MD-6).
@ComponentTest
final class StorageDownTest {

    private final String tenant = "down-" + UUID.randomUUID().toString().substring(0, 8);
    private final Caller caller = Api.someone(tenant);

    @Test
    void anUploadIsRefusedAndLeavesNothing() {
        MediaStack.withoutStorage(() -> assertUnavailable(
                form(caller, "a.txt", "text/plain", Samples.utf8("Hello")).post("/api/upload")));

        assertEquals(0, Rows.files(tenant));
        await().until(() -> SpoolDirectory.uploads().isEmpty());
        Api.upload(caller, "a.txt", Samples.utf8("Hello"));
    }

    @Test
    void aDownloadIsRefusedAndWorksAgainLater() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello"));

        MediaStack.withoutStorage(() -> {
            assertUnavailable(as(caller).get("/api/files/{id}/content", file));
            as(caller).get("/api/files/{id}", file).expect(200);
        });

        assertArrayEquals(
                Samples.utf8("Hello"),
                as(caller).get("/api/files/{id}/content", file).bytes());
    }

    @Test
    void aDownloadThatBreaksOffIsSeenToBeIncomplete() throws IOException {
        String file = Api.upload(caller, "large.bin", new byte[MediaStack.MAX_FILE_BYTES]);

        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4 << 10);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RawForm.port()));
            String request = "GET /api/files/" + file + "/content HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + TestTokens.of(caller) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(1_000);

            MediaStack.withoutStorage(() -> {});

            assertTrue(bytesUntilTheEnd(socket.getInputStream()) < MediaStack.MAX_FILE_BYTES - 1_000);
        }
    }

    @Test
    void aDerivationIsToBeTriedAgain() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello"));

        MediaStack.withoutStorage(() -> assertUnavailable(Api.derive(caller, file)));

        Api.derive(caller, file).expect(200).body("status", equalTo("ready"));
        await().until(() -> SpoolDirectory.derivations().isEmpty());
    }

    @Test
    void aDeletionIsMadeGoodOnceTheStoreIsBack() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Deleted " + tenant));
        Api.derive(caller, file).expect(200).body("text", equalTo(true));
        String sha256 = as(caller).get("/api/files/{id}", file).path("sha256");
        ObjectKey bytes = ObjectKey.content(caller.tenant(), sha256);
        ObjectKey text = ObjectKey.derived(caller.tenant(), UUID.fromString(file), 0, "text.txt");

        MediaStack.withoutStorage(() -> {
            as(caller).delete("/api/files/{id}", file).expect(204);
            await().until(() -> Rows.failedRemovals(tenant) > 0);
        });

        await().untilAsserted(() -> assertFalse(Bucket.has(bytes) || Bucket.has(text)));
        Rows.endDoubts(tenant);
        await().untilAsserted(() -> assertEquals(0, Rows.bytesToRemove(tenant)));
    }

    @Test
    void readinessShowsItAndLivenessDoesNot() {
        await().until(() -> health("ready") == 200);
        MediaStack.withoutStorage(() -> {
            await().until(() -> health("ready") == 503);
            assertEquals(200, health("live"));
        });
        await().until(() -> health("ready") == 200);
    }

    /// However the connection ends.
    private static long bytesUntilTheEnd(InputStream in) throws IOException {
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        } catch (SocketException e) {
            return bytes;
        }
        return bytes;
    }

    private static void assertUnavailable(Answer answer) {
        answer.expect(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("type", equalTo(ProblemType.UNAVAILABLE.uri()));
    }

    private static int health(String kind) {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return Request.to(port).get("/q/health/" + kind).statusCode();
    }
}
