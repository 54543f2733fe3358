package dev.atrium.search.index;

import dev.atrium.platform.follow.Position;
import dev.atrium.search.embed.Vector;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/// An index of passages that keeps its own positions in the topics from which it is fed. Thread-safe.
public interface SearchIndex extends AutoCloseable {

    /// The index for who feeds it. Opens it again if a failure had closed it.
    ///
    /// @throws IOException also while it is not tried again, after it could not be opened
    Feed feed() throws IOException;

    /// All rooms that were made known.
    Collection<Room> rooms() throws IOException;

    /// The index as it is now, for one search.
    ///
    /// @throws IOException also while the index is not open
    View view() throws IOException;

    /// Makes everything durable.
    @Override
    void close() throws IOException;

    /// The index from when it is opened until a failure closes it. Who feeds it asks for another one then,
    /// and goes on from its positions: with the index, what others had applied may be lost, too. Any number
    /// of threads may feed it, each what is in partitions of its own.
    interface Feed {

        /// How far the topics are contained, also after a crash: whatever the index has lost, it has also
        /// forgotten the positions of.
        Map<TopicPartition, Position> positions();

        /// Applies changes in order, then moves the positions. Both can be found within the refresh
        /// interval, and are durable together, later.
        ///
        /// @param positions of the partitions that moved
        /// @throws IOException if not all was applied, also because it is not open: read on from the
        /// positions of another feed
        void apply(List<Change> changes, Map<TopicPartition, Position> positions) throws IOException;

        /// Parts of which passages await their vectors, all of the same author: of who comes behind another
        /// one in some order that does not change, or of the first one where there is none behind. Of all that
        /// was applied.
        ///
        /// @param behind key of who had a turn before; empty: nobody
        /// @param enough no further part once so many passages are in them
        /// @return empty if no passage awaits one
        /// @throws IOException also because it is not open
        Optional<Awaiting> awaiting(String behind, int enough) throws IOException;

        /// How many passages of a source it holds of the parts before one, of all that was applied.
        ///
        /// @throws IOException also because it is not open
        int passages(Source source, int part) throws IOException;

        /// Whether it takes changes; once false, for ever. Does not block.
        boolean isOpen();
    }

    /// @param author key of whose they are, in the order of turns
    /// @param parts as they are in the index; at least one
    record Awaiting(String author, List<Change.Put> parts) {

        public Awaiting {
            parts = List.copyOf(parts);
        }
    }

    /// An unchanging state of the index. The scope is part of both legs, not applied to their results.
    interface View extends AutoCloseable {

        /// Of each of the sources whose words fit best its best passage, best first. The words are plain
        /// words: there is no query syntax.
        ///
        /// @param limit sources at most; 1 or more
        List<Hit> byWords(String words, Scope scope, int limit) throws IOException;

        /// Of each of the sources whose meaning is nearest its nearest passage, nearest first. Looks at as
        /// many passages as `limit` says, and at up to 16 times as many while these are of a few sources
        /// only.
        ///
        /// @param least cosine of what is found; -1 to 1
        /// @param limit sources at most; 1 or more
        List<Hit> byMeaning(Vector meaning, Scope scope, double least, int limit) throws IOException;

        /// What stands at places that this view found, in the order given.
        ///
        /// @param words to be marked
        List<Found> read(List<Integer> places, String words) throws IOException;

        @Override
        void close() throws IOException;
    }
}
