package dev.atrium.jobs.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// All that was collected, unchanged, so that it can be imported again. `docs/export.schema.json` describes it.
final class JsonRenderer implements Renderer {

    private static final String NAME = "atrium-export";
    private static final int VERSION = 1;

    @Override
    public void render(Book book, OutputStream out) throws IOException {
        // By way of a writer, which replaces what is no Unicode text instead of refusing it.
        try (JsonGenerator json = new JsonFactory(Json.MAPPER)
                .createGenerator(new OutputStreamWriter(out, StandardCharsets.UTF_8))
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("format", NAME);
            json.writeNumberField("version", VERSION);
            title(book.title(), json);
            Lists lists = new Lists(json);
            book.items().forEach(lists::item);
            lists.end();
            json.writeEndObject();
        }
    }

    private static void title(Book.Title title, JsonGenerator json) throws IOException {
        json.writeStringField("id", title.id().toString());
        json.writeStringField("title", title.text());
        json.writeStringField("language", title.language());
        json.writeStringField("exportedBy", title.by());
        json.writeStringField("asOf", title.madeAt().toString());
        if (title.room() != null) {
            json.writeFieldName("room");
            json.writeTree(title.room());
        }
    }

    /// One array for each kind of which there are items; kinds come one after the other.
    private static final class Lists {
        private final JsonGenerator json;
        private Book.@Nullable Kind open;

        Lists(JsonGenerator json) {
            this.json = json;
        }

        void item(Book.Kind kind, JsonNode item) throws IOException {
            if (kind != open) {
                end();
                json.writeArrayFieldStart(
                        switch (kind) {
                            case MESSAGE -> "messages";
                            case OBJECT -> "objects";
                            case DOCUMENT -> "documents";
                            case FILE -> "files";
                        });
                open = kind;
            }
            json.writeTree(item);
        }

        void end() throws IOException {
            if (open != null) {
                json.writeEndArray();
                open = null;
            }
        }
    }
}
