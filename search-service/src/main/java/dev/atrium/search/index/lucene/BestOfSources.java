package dev.atrium.search.index.lucene;

import dev.atrium.search.index.Hit;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.jspecify.annotations.Nullable;

/// Collects the best passage of each of the best sources, best first, in one pass: however many passages of
/// a source are found, it takes one place. Of like scores the first place in the index is best. Holds no
/// more than it answers, and lets Lucene leave out what is too bad.
final class BestOfSources implements CollectorManager<BestOfSources.Best, List<Hit>> {

    private static final Comparator<Hit> WORST_FIRST = Comparator.comparingDouble(Hit::score)
            .thenComparing(Comparator.comparingInt(Hit::place).reversed());

    private final int limit;

    /// @param limit sources at most; 1 or more
    BestOfSources(int limit) {
        this.limit = limit;
    }

    @Override
    public Best newCollector() {
        return new Best(limit);
    }

    @Override
    public List<Hit> reduce(Collection<Best> all) {
        Best best = newCollector();
        all.forEach(some -> some.worstFirst.forEach(best::add));
        return List.copyOf(best.worstFirst.descendingSet());
    }

    /// The best so far.
    static final class Best implements Collector {

        private final int limit;
        private final Map<String, Hit> bySource = new HashMap<>();
        private final NavigableSet<Hit> worstFirst = new TreeSet<>(WORST_FIRST);

        private Best(int limit) {
            this.limit = limit;
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.TOP_SCORES;
        }

        @Override
        public LeafCollector getLeafCollector(LeafReaderContext leaf) throws IOException {
            return new InLeaf(leaf.docBase, DocValues.getSorted(leaf.reader(), Schema.SOURCE));
        }

        private boolean isFull() {
            return worstFirst.size() == limit;
        }

        /// Whether something with this score can be among the best: what comes later has a later place.
        private boolean admits(float score) {
            return !isFull() || score > worstFirst.getFirst().score();
        }

        private void add(Hit hit) {
            Hit known = bySource.get(hit.source());
            if (known != null && WORST_FIRST.compare(known, hit) >= 0) {
                return;
            }
            if (known != null) {
                worstFirst.remove(known);
            } else if (isFull()) {
                if (WORST_FIRST.compare(worstFirst.getFirst(), hit) >= 0) {
                    return;
                }
                bySource.remove(worstFirst.removeFirst().source());
            }
            bySource.put(hit.source(), hit);
            worstFirst.add(hit);
        }

        private final class InLeaf implements LeafCollector {

            private final int firstPlace;
            private final SortedDocValues keys;
            private @Nullable Scorable scorer;
            /// Passages of a source stand side by side, so that its key is looked up once for most of them.
            private int ordinal = -1;

            private String source = "";

            private InLeaf(int firstPlace, SortedDocValues keys) {
                this.firstPlace = firstPlace;
                this.keys = keys;
            }

            @Override
            public void setScorer(Scorable scorer) throws IOException {
                this.scorer = scorer;
                leaveOutWorse(scorer);
            }

            @Override
            public void collect(int document) throws IOException {
                Scorable scoring = Objects.requireNonNull(scorer);
                float score = scoring.score();
                if (admits(score)) {
                    add(new Hit(source(document), firstPlace + document, score));
                    leaveOutWorse(scoring);
                }
            }

            private void leaveOutWorse(Scorable scoring) throws IOException {
                if (isFull()) {
                    scoring.setMinCompetitiveScore(
                            Math.nextUp((float) worstFirst.getFirst().score()));
                }
            }

            private String source(int document) throws IOException {
                if (!keys.advanceExact(document)) {
                    throw new IllegalStateException("a passage without a source");
                }
                if (keys.ordValue() != ordinal) {
                    ordinal = keys.ordValue();
                    source = keys.lookupOrd(ordinal).utf8ToString();
                }
                return source;
            }
        }
    }
}
