package dev.atrium.search.index.lucene;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.SmallFloat;

/// Weighs words by how often they stand in what may be found, and by nothing else. Lucene asks the whole index:
/// then the scores of what may be read, and its order, would tell of words in what may not (SR-3).
final class ScopedSearcher extends IndexSearcher {

    /// What may be found, by segments.
    private final List<FixedBitSet> scope;

    private final Map<String, CollectionStatistics> fields = new HashMap<>();

    /// @param within what may be found; must not need scores
    ScopedSearcher(IndexReader reader, Query within) throws IOException {
        super(reader);
        Weight weight = createWeight(rewrite(within), ScoreMode.COMPLETE_NO_SCORES, 1);
        FixedBitSet[] sets = new FixedBitSet[getLeafContexts().size()];
        for (LeafReaderContext leaf : getLeafContexts()) {
            sets[leaf.ord] = matches(weight, leaf);
        }
        this.scope = List.of(sets);
    }

    /// Lucene leaves out what is deleted only where it collects.
    private static FixedBitSet matches(Weight weight, LeafReaderContext leaf) throws IOException {
        FixedBitSet matches = new FixedBitSet(leaf.reader().maxDoc());
        Scorer scorer = weight.scorer(leaf);
        if (scorer == null) {
            return matches;
        }
        Bits live = leaf.reader().getLiveDocs();
        DocIdSetIterator documents = scorer.iterator();
        for (int document = documents.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = documents.nextDoc()) {
            if (live == null || live.get(document)) {
                matches.set(document);
            }
        }
        return matches;
    }

    @Override
    public CollectionStatistics collectionStatistics(String field) throws IOException {
        CollectionStatistics known = fields.get(field);
        if (known != null) {
            return known;
        }
        long documents = 0;
        long words = 0;
        for (LeafReaderContext leaf : getLeafContexts()) {
            NumericDocValues norms = leaf.reader().getNormValues(field);
            FixedBitSet inScope = scope.get(leaf.ord);
            if (norms == null) {
                continue;
            }
            DocIdSetIterator both = ConjunctionUtils.intersectIterators(List.of(iterator(inScope), norms));
            while (both.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                int length = SmallFloat.byte4ToInt((byte) norms.longValue());
                documents += length > 0 ? 1 : 0;
                words += length;
            }
        }
        // Lucene wants one at least, also where nothing can be found.
        long atLeastOne = Math.max(1, documents);
        long length = Math.max(atLeastOne, words);
        CollectionStatistics counted =
                new CollectionStatistics(field, Math.max(1, getIndexReader().maxDoc()), atLeastOne, length, atLeastOne);
        fields.put(field, counted);
        return counted;
    }

    @Override
    public TermStatistics termStatistics(Term term, int docFreq, long totalTermFreq) throws IOException {
        long documents = 0;
        for (LeafReaderContext leaf : getLeafContexts()) {
            PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
            if (postings != null) {
                DocIdSetIterator both =
                        ConjunctionUtils.intersectIterators(List.of(iterator(scope.get(leaf.ord)), postings));
                while (both.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                    documents++;
                }
            }
        }
        long atLeastOne = Math.max(1, documents);
        return new TermStatistics(term.bytes(), atLeastOne, atLeastOne);
    }

    private static DocIdSetIterator iterator(FixedBitSet set) {
        return new BitSetIterator(set, set.approximateCardinality());
    }
}
