package dev.atrium.room.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.DocumentText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A room's document as plain JSON, as TinyBase's `getContent` tells it.
///
/// @param tables of rows of cells
/// @param sequence as of which it is
record DocumentView(
        @JsonRawValue @Schema(implementation = JsonNode.class)
        String tables,

        @JsonRawValue @Schema(implementation = JsonNode.class)
        String values,

        long sequence) {

    static DocumentView of(Document document, long sequence) {
        DocumentText text = document.text();
        return new DocumentView(text.tables(), text.values(), sequence);
    }
}
