package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Lists, whole.
final class Pages {

    private Pages() {}

    static List<JsonNode> all(Person person, String path) {
        List<JsonNode> items = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=200";
        String next = first;
        while (!next.isEmpty()) {
            JsonNode page = person.get(next).expect(200).json();
            page.path("items").forEach(items::add);
            String cursor = page.path("nextCursor").asText();
            next = cursor.isEmpty() ? "" : first + "&cursor=" + cursor;
        }
        return items;
    }
}
