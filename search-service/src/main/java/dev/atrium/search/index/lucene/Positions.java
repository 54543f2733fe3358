package dev.atrium.search.index.lucene;

import dev.atrium.platform.follow.Position;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Positions in topics as a Lucene commit carries them: `at:rooms.log/3` = `offset epoch next`.
final class Positions {

    private static final String PREFIX = "at:";

    private Positions() {}

    static Map<String, String> write(Map<TopicPartition, Position> positions) {
        Map<String, String> data = new HashMap<>();
        positions.forEach((partition, position) -> data.put(
                PREFIX + partition.topic() + "/" + partition.partition(),
                position.offset() + " " + position.epoch() + " " + position.next()));
        return data;
    }

    /// @throws IllegalArgumentException if the data were not written by [#write]
    static Map<TopicPartition, Position> read(Map<String, String> data) {
        Map<TopicPartition, Position> positions = new HashMap<>();
        data.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                positions.put(partition(name.substring(PREFIX.length())), position(value));
            }
        });
        return positions;
    }

    private static TopicPartition partition(String name) {
        int slash = name.lastIndexOf('/');
        return new TopicPartition(name.substring(0, slash), Integer.parseInt(name.substring(slash + 1)));
    }

    private static Position position(String value) {
        String[] numbers = value.split(" ", -1);
        return new Position(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }
}
