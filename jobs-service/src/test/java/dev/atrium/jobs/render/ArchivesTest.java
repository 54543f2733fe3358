package dev.atrium.jobs.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.atrium.platform.web.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchivesTest {

    @Test
    void jsonHasAllThatWasCollectedUnchanged() throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        for (String text : Nasty.all()) {
            messages.add(Books.message(messages.size(), "a\u0000<b>", text));
        }
        Book book = Books.of("T", messages, _ -> java.util.Optional.empty());

        JsonNode json = Json.read(Books.render(Format.JSON, book), JsonNode.class);

        assertEquals("atrium-export", json.path("format").asText());
        assertEquals(1, json.path("version").asInt());
        assertEquals(messages.size(), json.path("messages").size());
        for (int i = 0; i < messages.size(); i++) {
            // What is no Unicode text cannot be written as UTF-8.
            String content = messages.get(i).path("content").asText();
            if (content.equals(new String(
                    content.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    java.nio.charset.StandardCharsets.UTF_8))) {
                assertEquals(messages.get(i), json.path("messages").get(i));
            }
        }
        assertEquals(Set.of(), schema().validate(json));
    }

    @Test
    void schemaRefusesWhatIsNoExport() throws IOException {
        assertTrue(!schema().validate(Json.read("{\"format\":\"other\"}", JsonNode.class))
                .isEmpty());
    }

    @Test
    void zipHasSafeNamesAndTheOriginals(@TempDir Path directory) throws IOException {
        Book book = Books.of(
                "T",
                List.of(Books.withFile(Books.message(0, "alice", "x"), "../../..\\CON: é<>\u202e.PNG.")),
                Books.picture(directory));

        Map<String, byte[]> entries = unzip(Books.render(Format.ZIP, book));

        String file = "files/" + Books.PICTURE + "-con_.png";
        assertEquals(List.of("export.json", file, "index.html"), List.copyOf(entries.keySet()));
        assertArrayEquals(new byte[] {1, 2, 3}, entries.get(file));
        assertTrue(new String(entries.get("index.html"), java.nio.charset.StandardCharsets.UTF_8)
                .contains("href=\"" + file + "\""));
    }

    @Test
    void anyNameBecomesOneThatStaysInItsDirectory() {
        for (String name : Nasty.all()) {
            assertTrue(ZipRenderer.safe(name).matches("[a-z0-9_]([a-z0-9_.-]{0,79})"), ZipRenderer.safe(name));
            assertTrue(!ZipRenderer.safe(name).contains(".."), name);
        }
    }

    @Test
    void sameBookBecomesTheSameBytes(@TempDir Path directory) {
        List<JsonNode> messages = List.of(
                Books.message(0, "alice", "سلام שלום 你好 안녕 👍"), Books.withFile(Books.message(1, "bob", "x"), "c.png"));
        Book book = Books.of("T", messages, Books.picture(directory));
        for (Format format : Format.values()) {
            assertArrayEquals(Books.render(format, book), Books.render(format, book), format.label());
        }
    }

    private static JsonSchema schema() throws IOException {
        String schema = Files.readString(Path.of("../docs/export.schema.json"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }

    static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }
}
