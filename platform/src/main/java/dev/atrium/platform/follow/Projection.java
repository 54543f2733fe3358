package dev.atrium.platform.follow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/// State that is derived from topics and keeps its own positions in them, so that state and positions
/// always agree.
public interface Projection {

    /// The stored positions; a partition that is absent starts at [#first]. Called before the first
    /// batch and after a failure.
    Map<TopicPartition, Position> positions() throws Exception;

    /// Where partitions start that have no stored position. Where that is [Position#END], the end is
    /// told to [#apply] at once, with an empty batch.
    default Position first() {
        return Position.START;
    }

    /// Whether all that was applied since [#positions] was called last is still there. If it is not, that
    /// is called again, and what was lost is applied anew. Called by any thread; does not block.
    default boolean isIntact() {
        return true;
    }

    /// Forgets how far partitions were read, so that they start at [#first] again: each holds another log
    /// than was read, as after Kafka has lost its last records. What was made of the records stays, because
    /// some of them do not come again; those that do must not have an effect outside for a second time.
    ///
    /// @throws Exception if nothing was forgotten: it is asked for again
    void restart(Set<TopicPartition> partitions) throws Exception;

    /// Applies what was read and stores the new positions, both or neither. Called by one thread at a
    /// time.
    ///
    /// @param batch in order within each partition; may be empty where only positions moved
    /// @param positions of the partitions that moved
    /// @throws Exception if nothing was applied: the same records come again
    void apply(List<Followed> batch, Map<TopicPartition, Position> positions) throws Exception;
}
