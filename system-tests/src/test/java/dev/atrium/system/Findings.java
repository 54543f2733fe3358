package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/// What a search finds by a word. A search by words and meaning also finds what merely looks like it; that comes
/// behind.
final class Findings {

    private Findings() {}

    /// The findings in which the word stands; none while search is not ready.
    ///
    /// @param filters further parameters, for example `&kind=file`
    static List<JsonNode> of(Person person, String word, String filters) {
        Http.Answer answer = person.get("/api/search?limit=100&q=" + word + filters);
        return answer.status() == 200
                ? StreamSupport.stream(answer.json().path("items").spliterator(), false)
                        .filter(item -> item.path("snippet").asText().contains("<mark>" + word + "</mark>"))
                        .toList()
                : List.of();
    }

    static List<JsonNode> of(Person person, String word) {
        return of(person, word, "");
    }
}
