package dev.atrium.media.derive;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.derive.child.DeriveProgram;
import dev.atrium.media.file.StoredFile;
import dev.atrium.media.storage.ObjectKey;
import dev.atrium.media.storage.ObjectStore;
import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.Bucket;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.MediaEvents;
import dev.atrium.media.testing.Rows;
import dev.atrium.media.testing.Samples;
import dev.atrium.media.testing.SpoolDirectory;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusMock;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ComponentTest
final class DeriveTest {

    private final Caller caller = Api.someone("derive");

    @Inject
    ObjectStore store;

    @Inject
    DeriveConfig config;

    @Inject
    MeterRegistry metrics;

    /// Whose children never answer.
    private final class Unlucky extends DeriveWorker {

        private final ChildFailedException.Blame blame;

        private Unlucky(ChildFailedException.Blame blame) {
            super(store, config, metrics);
            this.blame = blame;
        }

        @Override
        Outcome derive(StoredFile file) {
            return new Outcome.BrokeDown("bad luck", blame);
        }
    }

    /// While whose child works the file is reset.
    private final class Overtaken extends DeriveWorker {

        private final Caller owner;

        private Overtaken(Caller owner) {
            super(store, config, metrics);
            this.owner = owner;
        }

        @Override
        Outcome derive(StoredFile file) {
            Rows.age(owner.tenant().value(), file.id().toString());
            process(owner, file.id().toString()).expect(202);
            return new Outcome.Derived(new StoredFile.Derived(null, null, 3L), "old");
        }
    }

    @Test
    void aPictureGetsAThumbnail() throws IOException {
        String file = Api.upload(caller, "big.png", Samples.png(2_000, 1_000));
        as(caller).get("/api/files/{id}/thumbnail", file).expect(404);

        Api.derive(caller, file)
                .expect(200)
                .body("status", equalTo("ready"))
                .body("thumbnail", equalTo(true))
                .body("text", equalTo(false))
                .body("room", nullValue())
                .body("name", equalTo("big.png"))
                .body("type", equalTo("image/png"));

        BufferedImage thumbnail = thumbnail(file);
        assertEquals(320, thumbnail.getWidth());
        assertEquals(160, thumbnail.getHeight());
        assertEquals(Color.RED.getRGB(), thumbnail.getRGB(10, 80));
        assertEquals(Color.BLUE.getRGB(), thumbnail.getRGB(310, 80));
        as(caller)
                .get("/api/files/{id}", file)
                .body("status", equalTo("ready"))
                .body("thumbnail", equalTo(true))
                .body("text", equalTo(false));
        as(caller).get("/api/files/{id}/text", file).expect(404);
    }

    @Test
    void aPictureGetsAPreviewThatGoesWithIt() throws IOException {
        String file = Api.upload(caller, "big.png", Samples.png(2_000, 1_000));
        as(caller).get("/api/files/{id}/preview", file).expect(404);
        as(caller).get("/api/files/{id}", file).body("preview", nullValue());

        Api.derive(caller, file).expect(200);

        as(caller).get("/api/files/{id}", file).body("preview", equalTo(true));
        Answer preview = as(caller).get("/api/files/{id}/preview", file);
        preview.expect(200)
                .header("Content-Type", equalTo("image/jpeg"))
                .header("Cache-Control", equalTo("private, no-cache"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Content-Disposition", containsString("big.png.preview.jpg"));
        assertEquals(1_600, picture(preview).getWidth());
        assertEquals(800, picture(preview).getHeight());
        as(caller)
                .header("If-None-Match", preview.header("ETag"))
                .get("/api/files/{id}/preview", file)
                .expect(304);
        as(Api.someone("derive")).get("/api/files/{id}/preview", file).expect(404);
        ObjectKey key = ObjectKey.derived(caller.tenant(), UUID.fromString(file), 0, "preview.jpg");
        assertTrue(Bucket.has(key));
        as(caller).delete("/api/files/{id}", file).expect(204);
        await().untilAsserted(() -> assertFalse(Bucket.has(key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "gif", "bmp", "png"})
    void picturesOfManyKindsAreRead(String format) throws IOException {
        String file = Api.upload(caller, "a", Samples.picture(format, 100, 50));

        Api.derive(caller, file).body("thumbnail", equalTo(true));

        assertEquals(100, thumbnail(file).getWidth(), "a small picture is not enlarged");
        as(caller).get("/api/files/{id}", file).body("preview", equalTo(false));
        as(caller).get("/api/files/{id}/preview", file).expect(404);
    }

    @Test
    void webpIsRead() throws IOException {
        String file = Api.upload(caller, "a.webp", Samples.webp());

        Api.derive(caller, file).body("thumbnail", equalTo(true)).body("type", equalTo("image/webp"));

        assertEquals(1, thumbnail(file).getWidth());
    }

    @Test
    void aPhotoOnItsSideIsTurned() throws IOException {
        String file = Api.upload(caller, "photo.jpg", Samples.jpegOnItsSide(800, 400));

        Api.derive(caller, file).body("thumbnail", equalTo(true));

        BufferedImage thumbnail = thumbnail(file);
        assertEquals(160, thumbnail.getWidth());
        assertEquals(320, thumbnail.getHeight());
        assertTrue(new Color(thumbnail.getRGB(80, 10)).getRed() > 200, "what was left is above");
        assertTrue(new Color(thumbnail.getRGB(80, 310)).getBlue() > 200, "what was right is below");
    }

    @Test
    void aVeryLongPictureKeepsALine() throws IOException {
        String file = Api.upload(caller, "line.png", Samples.png(20_000, 2));

        Api.derive(caller, file).body("thumbnail", equalTo(true));

        assertEquals(320, thumbnail(file).getWidth());
        assertTrue(thumbnail(file).getHeight() >= 1);
    }

    @Test
    void aPdfGetsItsTextAndAThumbnail() throws IOException {
        String file = Api.upload(caller, "a.pdf", Samples.pdf(List.of("First page of it", "Second page of it")));

        Api.derive(caller, file).body("text", equalTo(true)).body("thumbnail", equalTo(true));

        as(caller)
                .get("/api/files/{id}/text", file)
                .expect(200)
                .header("Content-Type", equalTo("text/plain; charset=utf-8"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .body(containsString("First page of it"))
                .body(containsString("Second page of it"));
        assertEquals(320, thumbnail(file).getHeight());
    }

    @Test
    void textIsTaken() {
        String markdown = Api.upload(caller, "a.md", Samples.utf8("\ufeff# Größe\r\n\r\nein Satz\u0000."));
        String html = Api.upload(
                caller,
                "a.html",
                Samples.utf8("<!DOCTYPE html><title>A &amp; B</title><p>One <b>two</b></p><script>three()</script>"));

        Api.derive(caller, markdown).body("text", equalTo(true)).body("thumbnail", equalTo(false));
        Api.derive(caller, html).body("text", equalTo(true));

        as(caller).get("/api/files/{id}/text", markdown).body(equalTo("# Größe\n\nein Satz."));
        as(caller)
                .get("/api/files/{id}/text", html)
                .body(containsString("A & B"))
                .body(containsString("One two"))
                .body(not(containsString("three")));
    }

    @Test
    void fromOtherFilesNothingIsDerived() {
        String file = Api.upload(caller, "a.png", Samples.zip());

        Api.derive(caller, file)
                .expect(200)
                .body("status", equalTo("ready"))
                .body("thumbnail", equalTo(false))
                .body("text", equalTo(false))
                .body("type", equalTo("application/zip"));
    }

    @Test
    void trapsFailForGood() {
        assertFails(Samples.pngThatClaims(60_000, 60_000), "The picture has too many pixels.");
        assertFails(Samples.pngThatClaims(100, 100), "The picture is damaged or of a kind that cannot be read.");
        assertFails(Samples.garbagePdf(), "The PDF is damaged.");
        assertFails(Samples.protectedPdf("secret"), "The PDF is protected by a password.");
    }

    @Test
    void askedAgainItAnswersTheSameAndDoesNothing() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello. World."));

        String first = Api.derive(caller, file).text();
        String second = Api.derive(caller, file).text();

        assertEquals(first, second);
        assertEquals(List.of("FileUploaded", "FileText", "FileReady"), eventsOf(file, 3));
    }

    @Test
    void askedSeveralTimesAtOnceItSettlesOnce() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello. World."));

        List<String> answers = IntStream.range(0, 4)
                .parallel()
                .mapToObj(_ -> Api.derive(caller, file))
                .map(Answer::text)
                .distinct()
                .toList();

        assertEquals(1, answers.size(), answers.toString());
        assertEquals(List.of("FileUploaded", "FileText", "FileReady"), eventsOf(file, 3));
    }

    @Test
    void longTextTravelsInParts() {
        String text = "This is a sentence of many. ".repeat(8_000);
        String file = Api.upload(caller, "long.txt", Samples.utf8(text));

        Api.derive(caller, file).body("text", equalTo(true));

        try (MediaEvents events = MediaEvents.fromTheBeginning()) {
            List<Event> all = events.about(file, 6).stream()
                    .map(record -> MediaEvents.decoded(record).event())
                    .toList();
            List<Event.FileText> parts = all.subList(1, all.size() - 1).stream()
                    .map(Event.FileText.class::cast)
                    .toList();
            assertEquals(4, parts.size());
            assertEquals(
                    text,
                    String.join("", parts.stream().map(Event.FileText::text).toList()));
            for (int i = 0; i < parts.size(); i++) {
                assertEquals(i, parts.get(i).part());
                assertEquals(parts.size(), parts.get(i).parts());
                assertTrue(parts.get(i).text().length() <= 64 << 10);
                assertTrue(parts.get(i).text().endsWith(". "));
            }
            assertTrue(((Event.FileReady) all.getLast()).text());
        }
    }

    @Test
    void textBeyondTheLimitIsLeftOut() {
        String file = Api.upload(caller, "long.txt", Samples.utf8("x".repeat(2 << 20)));

        Api.derive(caller, file).body("text", equalTo(true));

        as(caller).get("/api/files/{id}/text", file).header("Content-Length", equalTo(Integer.toString(1 << 20)));
    }

    /// As often as that may be.
    @Test
    void aChildThatIsKilledMeansToTryAgain() {
        String file = Api.upload(caller, "a.pdf", Samples.pdf(List.of("Hello")));

        for (int i = 0; i < config.attempts(); i++) {
            deriveAndKill(file).expect(503).body("type", equalTo(ProblemType.UNAVAILABLE.uri()));
            as(caller).get("/api/files/{id}", file).body("status", equalTo("processing"));
        }

        Api.derive(caller, file).expect(200).body("status", equalTo("ready"));
    }

    @Test
    void aChildThatCrashesMeansToTryAgainButNotForEver() {
        String file = Api.upload(caller, "a.pdf", Samples.pdf(List.of("Hello")));
        deriveBadly(file, ChildFailedException.Blame.CRASH).expect(503);
        as(caller).get("/api/files/{id}", file).body("status", equalTo("processing"));
        deriveBadly(file, ChildFailedException.Blame.MACHINE).expect(503);
        deriveBadly(file, ChildFailedException.Blame.CRASH).expect(503);

        deriveBadly(file, ChildFailedException.Blame.CRASH).expect(200).body("status", equalTo("failed"));

        as(caller)
                .get("/api/files/{id}", file)
                .body("failure", equalTo("The file needs more time or memory than one file may use."));
        assertEquals(List.of("FileUploaded", "FileFailed"), eventsOf(file, 2));
        assertTrue(SpoolDirectory.derivations().isEmpty());
    }

    @Test
    void aChildThatHadItsWholeTimeIsTriedOnceMore() {
        String file = Api.upload(caller, "a.pdf", Samples.pdf(List.of("Hello")));
        deriveBadly(file, ChildFailedException.Blame.TIME_OUT).expect(503);

        deriveBadly(file, ChildFailedException.Blame.TIME_OUT).expect(200).body("status", equalTo("failed"));
    }

    @Test
    void aFileThatFailedIsProcessedAgain() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello. World."));
        for (int i = 0; i < config.attempts(); i++) {
            deriveBadly(file, ChildFailedException.Blame.CRASH);
        }
        as(caller).get("/api/files/{id}", file).body("status", equalTo("failed"));

        process(caller, file)
                .expect(202)
                .body("id", equalTo(file))
                .body("status", equalTo("processing"))
                .body("failure", nullValue());

        process(caller, file).expect(409).body("type", equalTo(ProblemType.CONFLICT.uri()));
        deriveBadly(file, ChildFailedException.Blame.CRASH).expect(503);
        QuarkusMock.installMockForType(new DeriveWorker(store, config, metrics), DeriveWorker.class);
        Api.derive(caller, file).expect(200).body("status", equalTo("ready"));
        as(caller).get("/api/files/{id}/text", file).expect(200).body(equalTo("Hello. World."));
        assertEquals(List.of("FileUploaded", "FileFailed", "FileReset", "FileText", "FileReady"), eventsOf(file, 5));
    }

    @Test
    void aFileThatIsReadyIsProcessedAgain() throws IOException {
        String file = Api.upload(caller, "big.png", Samples.png(800, 400));
        Api.derive(caller, file).expect(200);
        String tag = as(caller).get("/api/files/{id}/thumbnail", file).header("ETag");

        process(caller, file)
                .expect(202)
                .body("status", equalTo("processing"))
                .body("thumbnail", equalTo(true))
                .body("text", nullValue());

        // What was there stays, under the tag that it had, until the new one is there.
        assertEquals(320, thumbnail(file).getWidth());
        assertEquals(tag, as(caller).get("/api/files/{id}/thumbnail", file).header("ETag"));
        as(caller).get("/api/files/{id}/text", file).expect(404);
        as(caller).get("/api/files/{id}/content", file).expect(200);
        Api.derive(caller, file).expect(200).body("status", equalTo("ready"));
        assertEquals(320, thumbnail(file).getWidth());
        assertNotEquals(tag, as(caller).get("/api/files/{id}/thumbnail", file).header("ETag"));
    }

    /// Between the store and the row a node may die.
    @Test
    void whatIsStoredAndNotYetToldIsServedWholeMeanwhile() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello. World."));
        Api.derive(caller, file).expect(200);
        String tag = as(caller).get("/api/files/{id}/text", file).header("ETag");
        process(caller, file).expect(202);

        Bucket.put(ObjectKey.derived(caller.tenant(), UUID.fromString(file), 0, "text.txt"));

        as(caller)
                .header("Range", "bytes=0-3")
                .header("If-Range", tag)
                .get("/api/files/{id}/text", file)
                .expect(200)
                .header("Content-Length", equalTo("5"))
                .body(equalTo("bytes"));
        Api.derive(caller, file).expect(200);
        as(caller)
                .header("Range", "bytes=0-3")
                .get("/api/files/{id}/text", file)
                .expect(206)
                .body(equalTo("Hell"));
    }

    /// A try whose client gave it up goes on, and may reach the store much later.
    @Test
    void aTryOfBeforeAResetWritesNothingOver() {
        Caller someone = Api.someone("derive-reset");
        String file = Api.upload(someone, "a.txt", Samples.utf8("Hello. World."));
        Api.derive(someone, file).expect(200);
        process(someone, file).expect(202);
        Api.derive(someone, file).expect(200).body("status", equalTo("ready"));
        ObjectKey before = ObjectKey.derived(someone.tenant(), UUID.fromString(file), 0, "text.txt");
        ObjectKey now = ObjectKey.derived(someone.tenant(), UUID.fromString(file), 1, "text.txt");

        Bucket.put(before);

        as(someone).get("/api/files/{id}/text", file).expect(200).body(equalTo("Hello. World."));
        assertEquals(3, Rows.lateRemovals("derive-reset"));
        Rows.hastenRemovals("derive-reset");
        await().untilAsserted(() -> assertFalse(Bucket.has(before)));
        assertTrue(Bucket.has(now));
    }

    @Test
    void aTryOfBeforeAResetSettlesNothing() {
        Caller someone = Api.someone("derive-overtaken");
        String file = Api.upload(someone, "a.txt", Samples.utf8("Hello. World."));
        QuarkusMock.installMockForType(new Overtaken(someone), DeriveWorker.class);

        Api.derive(someone, file).expect(503);

        as(someone)
                .get("/api/files/{id}", file)
                .body("status", equalTo("processing"))
                .body("text", nullValue());
        QuarkusMock.installMockForType(new DeriveWorker(store, config, metrics), DeriveWorker.class);
        Api.derive(someone, file).expect(200).body("status", equalTo("ready"));
        as(someone).get("/api/files/{id}/text", file).body(equalTo("Hello. World."));
    }

    @Test
    void whatCannotBeProcessedAgainHasNothingOfBefore() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello. World."));
        Api.derive(caller, file).expect(200);
        process(caller, file).expect(202);

        for (int i = 0; i < config.attempts(); i++) {
            as(caller).get("/api/files/{id}/text", file).expect(200);
            deriveBadly(file, ChildFailedException.Blame.CRASH);
        }

        as(caller)
                .get("/api/files/{id}", file)
                .body("status", equalTo("failed"))
                .body("text", equalTo(false));
        as(caller).get("/api/files/{id}/text", file).expect(404);
    }

    @Test
    void whoUploadedItAndAdministratorsHaveAFileProcessedAgain() {
        String open = Api.uploadPublicly(caller, "a.txt", Samples.utf8("Hello"));
        String closed = Api.upload(caller, "a.txt", Samples.utf8("Hello"));
        Api.derive(caller, open).expect(200);
        Api.derive(caller, closed).expect(200);

        process(Api.someone("derive"), open).expect(403);
        process(Api.someone("derive"), closed).expect(404);
        process(Api.administrator("derive-elsewhere"), open).expect(404);
        process(Api.administrator("derive"), closed).expect(202);
        process(caller, "x").expect(404);
    }

    /// There is no job, and nobody else would ever ask.
    @Test
    void aFileWhoseEventWasLostIsProcessedWhenItsOwnerAsks() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello"));
        process(caller, file).expect(409);
        Rows.age("derive", file);

        process(caller, file).expect(202).body("status", equalTo("processing"));

        assertEquals(List.of("FileUploaded", "FileReset"), eventsOf(file, 2));
        process(caller, file).expect(409);
        Rows.age("derive", file);
        process(caller, file).expect(202);
        Api.derive(caller, file).expect(200).body("status", equalTo("ready"));
    }

    /// If we died before we noticed, what was derived would go later.
    @Test
    void whatIsDerivedFromAFileThatIsDeletedMeanwhileGoesToo() throws IOException {
        Caller hasty = Api.someone("derive-hasty");
        String file = Api.upload(hasty, "a.pdf", Samples.pdf(List.of("Deleted while it is read")));
        CompletableFuture<Integer> derivation =
                CompletableFuture.supplyAsync(() -> Api.derive(hasty, file).statusCode());
        await().until(() -> child().isPresent());

        as(hasty).delete("/api/files/{id}", file).expect(204);

        assertEquals(404, derivation.join());
        for (String name : List.of("text.txt", "thumbnail.png", "preview.jpg")) {
            ObjectKey key = ObjectKey.derived(hasty.tenant(), UUID.fromString(file), 0, name);
            await().untilAsserted(() -> assertFalse(Bucket.has(key)));
        }
        assertEquals(3, Rows.lateRemovals("derive-hasty"));
    }

    private void assertFails(byte[] bytes, String reason) {
        String file = Api.upload(caller, "trap", bytes);

        Api.derive(caller, file)
                .expect(200)
                .body("status", equalTo("failed"))
                .body("thumbnail", equalTo(false))
                .body("text", equalTo(false));

        as(caller)
                .get("/api/files/{id}", file)
                .body("status", equalTo("failed"))
                .body("failure", equalTo(reason));
        as(caller).get("/api/files/{id}/content", file).expect(200);
        as(caller).get("/api/files/{id}/thumbnail", file).expect(404);
        assertEquals(List.of("FileUploaded", "FileFailed"), eventsOf(file, 2));
    }

    private static Answer process(Caller who, String file) {
        return as(who).post("/api/files/{id}/process", file);
    }

    private Answer deriveBadly(String file, ChildFailedException.Blame blame) {
        QuarkusMock.installMockForType(new Unlucky(blame), DeriveWorker.class);
        return Api.derive(caller, file);
    }

    private Answer deriveAndKill(String file) {
        CompletableFuture<Answer> derivation = CompletableFuture.supplyAsync(() -> Api.derive(caller, file));
        await().until(() -> child().isPresent());
        child().ifPresent(ProcessHandle::destroyForcibly);
        return derivation.join();
    }

    private static Optional<ProcessHandle> child() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(DeriveProgram.class.getName()))
                .findAny();
    }

    private BufferedImage thumbnail(String file) throws IOException {
        Answer answer = as(caller).get("/api/files/{id}/thumbnail", file);
        answer.expect(200).header("Content-Type", equalTo("image/png"));
        return picture(answer);
    }

    private static BufferedImage picture(Answer answer) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(answer.bytes()));
    }

    private static List<String> eventsOf(String file, int atLeast) {
        try (MediaEvents events = MediaEvents.fromTheBeginning()) {
            events.about(file, atLeast);
            return events.allAbout(file).stream()
                    .map(MediaEvents::decoded)
                    .map(CloudEvent::event)
                    .map(event -> event.getClass().getSimpleName())
                    .toList();
        }
    }
}
