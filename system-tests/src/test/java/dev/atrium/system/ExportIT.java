package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A room becomes documents.
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
        Awaitility.await("the room is told of the picture")
                .atMost(Duration.ofSeconds(30))
                .until(() -> ada.get("/api/rooms/" + room + "/messages").text().contains("map.png"));

        JsonNode begun = begin(room).expect(202).json();
        String export = "/api/exports/" + begun.path("id").asText();
        JsonNode done = awaitComplete(export);

        assertEquals(100, done.path("progress").asInt());
        Map<String, byte[]> book = unzip(download(done, "epub"));
        assertEquals("application/epub+zip", new String(book.get("mimetype"), StandardCharsets.US_ASCII));
        assertTrue(book.keySet().stream().anyMatch(name -> name.endsWith(".png")), book.keySet()::toString);
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
                begin(room).expect(200).json().path("id").asText());
    }

    private Http.Answer begin(String room) {
        return ada.post(
                "/api/exports",
                "{\"room\":\"" + room + "\",\"formats\":[\"epub\",\"pdf\"]}",
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
