package dev.atrium.media.file;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.RawForm;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ComponentTest
final class DownloadTest {

    private static final byte[] BYTES = new byte[1_000_003];

    static {
        new Random(1).nextBytes(BYTES);
    }

    private final Caller caller = Api.someone("download");
    private String path = "";

    @BeforeEach
    void upload() {
        path = "/api/files/" + Api.upload(caller, "Bild 1%.bin", BYTES) + "/content";
    }

    @Test
    void allBytesComeWithHeadersThatKeepABrowserSafe() {
        Answer answer = as(caller).get(path);

        assertArrayEquals(BYTES, answer.bytes());
        answer.expect(200)
                .header("Content-Length", equalTo(Integer.toString(BYTES.length)))
                .header("Content-Type", equalTo("application/octet-stream"))
                .header("Accept-Ranges", equalTo("bytes"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Content-Security-Policy", equalTo("default-src 'none'; sandbox"))
                .header("Cache-Control", equalTo("private, no-cache"))
                .header(
                        "Content-Disposition",
                        equalTo("attachment; filename=\"Bild 1_.bin\"; filename*=UTF-8''Bild%201%25.bin"));
    }

    @Test
    void textOfAStrangerIsServedAsWhatItIsAndSandboxed() {
        String id = Api.upload(caller, "a.html", Samples.utf8("<!DOCTYPE html><script>alert(1)</script>"));

        as(caller)
                .get("/api/files/{id}/content", id)
                .expect(200)
                .header("Content-Type", equalTo("text/html"))
                .header("Content-Security-Policy", equalTo("default-src 'none'; sandbox"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }

    @Test
    void aJsonFileComesAsItIs() {
        byte[] json = Samples.utf8("{\"a\":1}\n{\"b\":2}");
        String id = Api.upload(caller, "a.json", json);

        assertArrayEquals(json, as(caller).get("/api/files/{id}/content", id).bytes());
    }

    @Test
    void aRangeIsCutFromTheBytes() {
        Answer answer = as(caller).header("Range", "bytes=1000-2999").get(path);

        answer.expect(206)
                .header("Content-Range", equalTo("bytes 1000-2999/" + BYTES.length))
                .header("Content-Length", equalTo("2000"));
        assertArrayEquals(Arrays.copyOfRange(BYTES, 1000, 3000), answer.bytes());
    }

    @Test
    void aSuffixIsCutFromTheEnd() {
        Answer answer = as(caller).header("Range", "bytes=-10").get(path);

        assertEquals(206, answer.statusCode());
        assertArrayEquals(Arrays.copyOfRange(BYTES, BYTES.length - 10, BYTES.length), answer.bytes());
    }

    @Test
    void aRangeBehindTheEndIsAProblem() {
        as(caller)
                .header("Range", "bytes=5000000-")
                .get(path)
                .expect(416)
                .contentType("application/problem+json")
                .header("Content-Range", equalTo("bytes */" + BYTES.length))
                .body("type", equalTo("/problems/range-not-satisfiable"));
    }

    @Test
    void severalRangesGiveAll() {
        as(caller)
                .header("Range", "bytes=0-1,5-6")
                .get(path)
                .expect(200)
                .header("Content-Length", equalTo(Integer.toString(BYTES.length)));
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        String tag = as(caller).get(path).header("ETag");

        for (String header : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            as(caller)
                    .header("If-None-Match", header)
                    .get(path)
                    .expect(304)
                    .header("ETag", equalTo(tag))
                    .body(is(""));
        }
        as(caller).header("If-None-Match", "\"other\"").get(path).expect(200);
    }

    @Test
    void aRangeOfAnotherVersionGivesAll() {
        String tag = as(caller).get(path).header("ETag");

        as(caller)
                .header("Range", "bytes=0-9")
                .header("If-Range", tag)
                .get(path)
                .expect(206);
        as(caller)
                .header("Range", "bytes=0-9")
                .header("If-Range", "\"other\"")
                .get(path)
                .expect(200);
    }

    @Test
    void headTellsTheSizeAndSendsNothing() {
        as(caller)
                .send("HEAD", path)
                .expect(200)
                .header("Content-Length", equalTo(Integer.toString(BYTES.length)))
                .header("Accept-Ranges", equalTo("bytes"))
                .body(is(""));
    }

    @Test
    void aClientThatGoesAwayDoesNotHurt() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RawForm.port())) {
                String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + TestTokens.of(caller) + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                new DataInputStream(socket.getInputStream()).readFully(new byte[100]);
            }
        }

        await().untilAsserted(
                        () -> assertArrayEquals(BYTES, as(caller).get(path).bytes()));
    }
}
