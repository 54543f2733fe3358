package dev.atrium.jobs.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads items as [Entry]s, in their order; what is neither message nor file is passed over.
final class Entries {

    private static final int QUOTE_MAX = 120;
    private static final int QUOTED_MAX = 10_000;
    private static final int FILE_TEXT_MAX = 200_000;
    private static final int REACTIONS_MAX = 20;

    /// What later entries may answer.
    private final Map<String, Entry.Quote> quotes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, dev.atrium.jobs.render.Entry.Quote> eldest) {
            return size() > QUOTED_MAX;
        }
    };

    private Entries() {}

    /// What is done with an entry.
    @FunctionalInterface
    interface Each {
        void entry(Entry entry) throws IOException;
    }

    static void forEach(Book book, Each each) throws IOException {
        Entries entries = new Entries();
        book.items().forEach((kind, item) -> {
            switch (kind) {
                case MESSAGE -> each.entry(entries.message(item));
                case FILE -> each.entry(file(item));
                case OBJECT, DOCUMENT -> {}
            }
        });
    }

    private Entry message(JsonNode item) {
        String id = item.path("id").asText();
        String author = handle(item.path("sender"));
        String text = Plain.of(item.path("content").asText());
        Entry entry = new Entry(
                id,
                author,
                instant(item.path("createdAt").asText()),
                text,
                attached(item.path("attachment"), "fileId"),
                quotes.get(item.path("replyTo").asText()),
                item.has("editedAt"),
                removed(item),
                reactions(item.path("reactions")));
        quotes.put(id, new Entry.Quote(id, author, Plain.excerpt(text, QUOTE_MAX)));
        return entry;
    }

    private static @Nullable String removed(JsonNode message) {
        if (message.path("deleted").asBoolean()) {
            return Labels.DELETED;
        }
        return message.path("hidden").asBoolean() ? Labels.HIDDEN : null;
    }

    private static Entry file(JsonNode item) {
        String text = item.path("text").asText("");
        String cut = text.length() > FILE_TEXT_MAX ? text.substring(0, FILE_TEXT_MAX) + "…" : text;
        return new Entry(
                item.path("id").asText(),
                handle(item.path("owner")),
                instant(item.path("createdAt").asText()),
                Plain.of(cut),
                attached(item, "id"),
                null,
                false,
                null,
                List.of());
    }

    private static Entry.@Nullable Attached attached(JsonNode file, String id) {
        return file.isObject()
                ? new Entry.Attached(
                        file.path(id).asText(),
                        Plain.line(file.path("name").asText()),
                        Plain.line(file.path("type").asText()))
                : null;
    }

    private static List<String> reactions(JsonNode reactions) {
        List<String> shown = new ArrayList<>();
        for (JsonNode reaction : reactions) {
            if (shown.size() < REACTIONS_MAX) {
                shown.add(Plain.line(reaction.path("emoji").asText()) + " "
                        + reaction.path("count").asInt());
            }
        }
        return shown;
    }

    private static String handle(JsonNode actor) {
        String handle = Plain.line(actor.path("handle").asText());
        return handle.isEmpty() ? "?" : handle;
    }

    /// @throws IllegalArgumentException if another service told something that is no time
    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("an item without a time", e);
        }
    }
}
