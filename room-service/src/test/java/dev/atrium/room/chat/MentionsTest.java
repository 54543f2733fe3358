package dev.atrium.room.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MentionsTest {

    @Test
    void handlesMustBeInTheContent() {
        assertEquals(Optional.empty(), Mentions.fault("@Ada Lovelace and (@bob)", List.of("Ada Lovelace", "bob")));
        assertEquals(Optional.empty(), Mentions.fault("nobody", List.of()));
        assertFalse(Mentions.fault("Ada, look", List.of("Ada")).isEmpty());
        assertFalse(Mentions.fault("@Ada", List.of("Bob")).isEmpty());
        assertFalse(Mentions.fault("@", List.of("")).isEmpty());
    }

    @Test
    void numbersAndLengthsHaveLimits() {
        assertFalse(Mentions.fault("@a", Collections.nCopies(21, "a")).isEmpty());
        assertFalse(
                Mentions.fault("@" + "a".repeat(201), List.of("a".repeat(201))).isEmpty());
    }
}
