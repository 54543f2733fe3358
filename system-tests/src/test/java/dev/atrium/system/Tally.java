package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What became of the messages of a storm, and what went wrong with them.
///
/// @param messages that count in the end
/// @param acknowledged messages that their senders were told to count
/// @param lost of these, those that are not where the acknowledgement said
/// @param doubled messages that count more than once
/// @param gaps sequence numbers that are missing or out of place in a room
/// @param faults what clients saw and must not see: gaps, repetitions, another order, another content
record Tally(long messages, long acknowledged, long lost, long doubled, long gaps, List<String> faults) {

    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, List.of());

    /// What a room has in the end.
    ///
    /// @param sequences of its messages, of which the first must have 2, because 1 is the room's creation
    /// @param ids of the same messages, as their senders gave them
    static Tally ofRoom(List<Long> sequences, List<String> ids) {
        return new Tally(
                ids.size(),
                0,
                0,
                ids.size() - new HashSet<>(ids).size(),
                IntStream.range(0, sequences.size())
                        .filter(i -> sequences.get(i) != i + 2)
                        .count(),
                List.of());
    }

    /// What a client saw.
    ///
    /// @param acknowledged sequence numbers that it was told, by its messages' ids
    /// @param ids what the room has in the end
    /// @param same whether it got exactly the room's messages, in their order
    static Tally ofClient(Map<String, Long> acknowledged, List<String> ids, List<String> faults, boolean same) {
        return new Tally(
                0,
                acknowledged.size(),
                acknowledged.entrySet().stream()
                        .filter(told -> told.getValue() - 2 >= ids.size()
                                || !ids.get((int) (told.getValue() - 2)).equals(told.getKey()))
                        .count(),
                0,
                0,
                same || !faults.isEmpty() ? faults : List.of("what was received is not what the room has"));
    }

    Tally plus(Tally other) {
        return new Tally(
                messages + other.messages,
                acknowledged + other.acknowledged,
                lost + other.lost,
                doubled + other.doubled,
                gaps + other.gaps,
                Stream.concat(faults.stream(), other.faults.stream()).toList());
    }

    void assertFaultless() {
        assertEquals(List.of(), faults);
        assertEquals(0, lost + doubled + gaps, toString());
    }

    @Override
    public String toString() {
        return "messages=%d acknowledged=%d lost=%d doubled=%d gaps=%d faults=%d"
                .formatted(messages, acknowledged, lost, doubled, gaps, faults.size());
    }
}
