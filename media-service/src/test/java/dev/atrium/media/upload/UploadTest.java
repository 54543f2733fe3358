package dev.atrium.media.upload;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.media.testing.Api.form;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.RawForm;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@ComponentTest
final class UploadTest {

    private final Caller caller = Api.someone("upload");

    @Test
    void aFileIsStoredAndDescribed() {
        byte[] bytes = Samples.png(40, 30);

        Answer created = form(caller, "plan.png", "image/png", bytes).post("/api/upload");

        created.expect(201)
                .header("Location", equalTo("/api/files/" + created.path("id")))
                .body("name", equalTo("plan.png"))
                .body("type", equalTo("image/png"))
                .body("sizeBytes", equalTo(bytes.length))
                .body("sha256", matchesPattern("[0-9a-f]{64}"))
                .body("status", equalTo("processing"))
                .body("visibility", equalTo("private"))
                .body("roomId", nullValue())
                .body("owner.subject", equalTo(caller.subject()))
                .body("owner.handle", equalTo(caller.handle()))
                .body("createdAt", startsWith("20"));
        as(caller).get(created.header("Location")).expect(200).body(equalTo(created.text()));
        assertArrayEquals(
                bytes, as(caller).get(created.header("Location") + "/content").bytes());
    }

    @Test
    void theClientsTypeIsNotBelieved() {
        form(caller, "a.png", "image/png", Samples.zip())
                .post("/api/upload")
                .expect(201)
                .body("type", equalTo("application/zip"));
        form(caller, "a.txt", "text/plain", Samples.pdf(List.of("Hello")))
                .post("/api/upload")
                .expect(201)
                .body("type", equalTo("application/pdf"));
        form(caller, "a.png", "image/png", Samples.utf8("<html><script>alert(1)</script></html>"))
                .post("/api/upload")
                .expect(201)
                .body("type", equalTo("text/html"));
    }

    @Test
    void aNameCannotLeadAnywhere() {
        form(caller, "../../etc/passwd", "text/plain", Samples.utf8("x"))
                .post("/api/upload")
                .expect(201)
                .body("name", equalTo("passwd"));
        form(caller, "..", "text/plain", Samples.utf8("x"))
                .post("/api/upload")
                .expect(201)
                .body("name", equalTo("unnamed"));
    }

    @Test
    void aNameMayBeOfAnyLanguage() {
        new RawForm().file("file", "Größe 計画 🙂.txt", Samples.utf8("x")).end().post(caller);

        as(caller).get("/api/files").body("items.name", equalTo(List.of("Größe 計画 🙂.txt")));
    }

    @Test
    void theSameBytesTwiceAreTwoFiles() {
        byte[] bytes = Samples.utf8("the same");

        String first = Api.upload(caller, "a.txt", bytes);
        String second = Api.upload(caller, "b.txt", bytes);

        as(caller).get("/api/files").body("items.id", equalTo(List.of(second, first)));
    }

    @Test
    void aRepeatedUploadGivesTheFirstFile() {
        byte[] bytes = Samples.utf8("once");

        Answer first = form(caller, "a.txt", "text/plain", bytes)
                .header("Idempotency-Key", "k1")
                .post("/api/upload");
        Answer second = form(caller, "a.txt", "text/plain", bytes)
                .header("Idempotency-Key", "k1")
                .post("/api/upload");

        first.expect(201);
        second.expect(200).header("Location", equalTo(first.header("Location"))).body(equalTo(first.text()));
        as(caller).get("/api/files").body("items", hasSize(1));
    }

    @Test
    void ofUploadsAtTheSameTimeWithOneKeyOneIsCreated() {
        byte[] bytes = Samples.utf8("once");

        List<Answer> answers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(_ -> form(caller, "a.txt", "text/plain", bytes)
                        .header("Idempotency-Key", "k2")
                        .post("/api/upload"))
                .toList();

        assertEquals(
                Stream.concat(Stream.of(201), Stream.generate(() -> 200).limit(7))
                        .sorted()
                        .toList(),
                answers.stream().map(Answer::statusCode).sorted().toList());
        assertEquals(
                1, answers.stream().map(answer -> answer.path("id")).distinct().count());
        as(caller).get("/api/files").body("items", hasSize(1));
    }

    @Test
    void aKeyIsNotTakenForAnotherUpload() {
        form(caller, "a.txt", "text/plain", Samples.utf8("one"))
                .header("Idempotency-Key", "k3")
                .post("/api/upload")
                .expect(201);

        form(caller, "a.txt", "text/plain", Samples.utf8("two"))
                .header("Idempotency-Key", "k3")
                .post("/api/upload")
                .expect(422)
                .body("type", equalTo("/problems/unprocessable"));

        as(caller).get("/api/files").body("items", hasSize(1));
    }

    @Test
    void aKeyBelongsToItsCaller() {
        Caller other = Api.someone("upload");
        for (Caller each : List.of(caller, other)) {
            form(each, "a.txt", "text/plain", Samples.utf8("mine"))
                    .header("Idempotency-Key", "k4")
                    .post("/api/upload")
                    .expect(201);
        }
    }
}
