package dev.atrium.room.log;

import dev.atrium.platform.follow.Position;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/// The filter's two numbers in the metadata of a committed offset, so that offset and numbers always agree.
final class CommitMetadata {

    private static final Pattern FORM = Pattern.compile("epoch=(\\d{1,18}) next=(\\d{1,18})");

    private CommitMetadata() {}

    static OffsetAndMetadata write(Position position) {
        return new OffsetAndMetadata(position.offset(), "epoch=" + position.epoch() + " next=" + position.next());
    }

    /// @return empty if the numbers are not there: then the partition must be read from its beginning
    static Optional<Position> read(OffsetAndMetadata committed) {
        Matcher numbers = FORM.matcher(committed.metadata());
        return numbers.matches()
                ? Optional.of(new Position(
                        committed.offset(), Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2))))
                : Optional.empty();
    }
}
