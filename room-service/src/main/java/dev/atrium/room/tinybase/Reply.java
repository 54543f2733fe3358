package dev.atrium.room.tinybase;

import java.util.Map;
import java.util.Optional;

/// What a client answers to a question of a [Pull].
sealed interface Reply {

    record Tables(Difference.Answer<Integer> answer) implements Reply {}

    record Rows(Difference.Answer<Map<String, Integer>> answer) implements Reply {}

    record Cells(Changes cells) implements Reply {}

    record Values(Changes values) implements Reply {}

    /// Reads the body of a response; empty if it is not one to this question.
    static Optional<Reply> read(Pull.Question question, String body) {
        return switch (question) {
            case TABLES -> MessageReader.tables(body).map(Tables::new);
            case ROWS -> MessageReader.rows(body).map(Rows::new);
            case CELLS -> MessageReader.cells(body).map(Cells::new);
            case VALUES -> MessageReader.values(body).map(Values::new);
        };
    }
}
