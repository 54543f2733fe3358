package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A room becomes documents, and its exporter hears of it.
final class ExportIT {

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final Person bob = Person.withNewKey(suite);

    @Test
    void aRoomWithAPictureBecomesAnEBookAndAPdfOfItsExporterAlone() throws IOException {
        String room = ada.createRoom("Travel book");
        for (String text : new String[] {"We leave at dawn", "שלום עולם", "Привет 你好"}) {
            ada.post("/api/rooms/" + room + "/messages", Http.JSON.writeValueAsString(Map.of("content", text)))
                    .expect(201);
        }
        ada.upload("map.png", "image/png", Samples.png(600, 400), Map.of("room", room))
                .expect(201);
        awaitMessage(room, "map.png");

        JsonNode begun = begin(room, "epub", "pdf").expect(202).json();
        String export = "/api/exports/" + begun.path("id").asText();
        JsonNode done = awaitComplete(export);

        assertEquals(100, done.path("progress").asInt());
        Map<String, byte[]> book = unzip(download(done, "epub"));
        assertEquals("application/epub+zip", new String(book.get("mimetype"), StandardCharsets.US_ASCII));
        assertTrue(book.keySet().stream().anyMatch(name -> name.endsWith(".jpg")), book.keySet()::toString);
        String chapter = new String(book.get("OEBPS/chapter-1.xhtml"), StandardCharsets.UTF_8);
        assertTrue(chapter.contains("We leave at dawn") && chapter.contains("שלום עולם"), chapter);
        try (PDDocument pdf = Loader.loadPDF(download(done, "pdf"))) {
            String text = new PDFTextStripper().getText(pdf);
            assertTrue(text.contains("שלום עולם") && text.contains("Привет 你好"), text);
        }

        bob.get(export).expectProblem(404, "not-found");
        bob.get(content(done, "pdf")).expectProblem(404, "not-found");
        assertEquals(
                begun.path("id").asText(),
                begin(room, "epub", "pdf").expect(200).json().path("id").asText());
    }

    /// From the wish to the book on somebody's device, which any reader of e-books takes.
    @Test
    void whoExportsIsToldHowFarItIsAndByInboxAndMailThatItIsReady() throws IOException {
        String address = "ada-" + UUID.randomUUID() + "@mail.example";
        Mailed.confirmAddress(suite, ada, address);
        String room = ada.createRoom("Logbook");
        ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"We leave at dawn\"}")
                .expect(201);
        ada.upload("map & <chart>.png", "image/png", Samples.png(600, 400), Map.of("room", room))
                .expect(201);
        awaitMessage(room, "chart");

        String id;
        try (ChatSocket own = ChatSocket.own(ada)) {
            String begun =
                    begin(room, "zip", "epub").expect(202).json().path("id").asText();
            own.await("progress", frame -> isProgress(frame, begun) && done(frame) < 100);
            own.await("the end of the progress", frame -> isProgress(frame, begun) && done(frame) == 100);
            id = begun;
            JsonNode arrival = own.await("inbox", "unread", "1").path("arrival");
            assertEquals("Your export is ready: Logbook", arrival.path("title").asText());
        }
        JsonNode inbox =
                ada.get("/api/notifications?category=export").expect(200).json();
        assertEquals(1, inbox.path("items").size());
        assertEquals("/?export=" + id, inbox.at("/items/0/link").asText());
        assertEquals(id, inbox.at("/items/0/data/export").asText());

        JsonNode done = awaitComplete("/api/exports/" + id);
        assertEquals("", EpubFindings.of(download(done, "epub")));
        Map<String, byte[]> zip = unzip(download(done, "zip"));
        JsonNode data = Http.JSON.readTree(zip.get("export.json"));
        assertEquals(Set.of(), schema().validate(data));
        assertEquals("We leave at dawn", data.at("/messages/0/content").asText());
        String page = new String(zip.get("index.html"), StandardCharsets.UTF_8);
        assertTrue(page.contains("We leave at dawn"), page);

        String mail = awaitMail(address);
        assertTrue(mail.contains("Your export is ready: Logbook") && mail.contains("/?export=" + id), mail);
    }

    private void awaitMessage(String room, String text) {
        Awaitility.await("the room is told of the picture")
                .atMost(Duration.ofSeconds(60))
                .until(() -> ada.get("/api/rooms/" + room + "/messages").text().contains(text));
    }

    /// The text of the mail that comes behind the one that asks for the address's confirmation.
    private String awaitMail(String address) {
        return Awaitility.await("a mail to " + address)
                .atMost(Duration.ofSeconds(60))
                .until(() -> Mails.to(suite, address), mails -> mails.size() > 1)
                .getFirst() // the newest
                .path("text")
                .asText();
    }

    private static boolean isProgress(JsonNode frame, String export) {
        return frame.path("type").asText().equals("progress")
                && frame.path("id").asText().equals("export:" + export)
                && frame.path("total").asInt() == 100;
    }

    private static int done(JsonNode frame) {
        return frame.path("done").asInt();
    }

    private static JsonSchema schema() throws IOException {
        Path file = Path.of(System.getProperty("atrium.root"), "docs/export.schema.json");
        JsonNode schema = Http.JSON.readTree(Files.readString(file));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }

    private Http.Answer begin(String room, String... formats) {
        return ada.post(
                "/api/exports",
                "{\"room\":\"" + room + "\",\"formats\":[\"" + String.join("\",\"", formats) + "\"]}",
                "Idempotency-Key",
                "travel-book");
    }

    private JsonNode awaitComplete(String export) {
        Awaitility.await("the export is complete")
                .atMost(Duration.ofSeconds(90))
                .until(() -> ada.get(export)
                        .expect(200)
                        .json()
                        .path("status")
                        .asText()
                        .equals("complete"));
        return ada.get(export).expect(200).json();
    }

    private static String content(JsonNode export, String format) {
        for (JsonNode file : export.path("files")) {
            if (file.path("format").asText().equals(format)) {
                return file.path("content").asText();
            }
        }
        throw new AssertionError("no " + format + " in " + export);
    }

    private byte[] download(JsonNode export, String format) {
        return ada.get(content(export, format)).expect(200).body();
    }

    private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }
}
