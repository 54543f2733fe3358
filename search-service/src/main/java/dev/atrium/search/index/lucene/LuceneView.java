package dev.atrium.search.index.lucene;

import dev.atrium.search.embed.Vector;
import dev.atrium.search.index.Found;
import dev.atrium.search.index.Hit;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;

/// A view on one of Lucene's point-in-time searchers.
final class LuceneView implements SearchIndex.View {

    /// The nearest passages may be all of the same few texts: then it is looked among more of them.
    private static final int SOURCES_ENOUGH = 30;

    private static final int DEEPER = 4;

    /// So many times the limit at most.
    private static final int DEEPEST = 16;

    private final SearcherManager searchers;
    private final IndexSearcher searcher;

    LuceneView(SearcherManager searchers) throws IOException {
        this.searchers = searchers;
        this.searcher = searchers.acquire();
    }

    @Override
    public List<Hit> byWords(String words, Scope scope, int limit) throws IOException {
        Optional<Query> query = Schema.words(words);
        if (query.isEmpty()) {
            return List.of();
        }
        Query within = Schema.within(scope);
        Query filtered = new BooleanQuery.Builder()
                .add(query.get(), Occur.MUST)
                .add(within, Occur.FILTER)
                .build();
        return new ScopedSearcher(searcher.getIndexReader(), within).search(filtered, new BestOfSources(limit));
    }

    @Override
    public List<Hit> byMeaning(Vector meaning, Scope scope, double least, int limit) throws IOException {
        Query within = Schema.within(scope);
        int enough = Math.min(limit, SOURCES_ENOUGH);
        int passages = limit;
        while (true) {
            List<Hit> nearest = nearest(meaning, within, least, passages);
            Map<String, Hit> sources = new LinkedHashMap<>();
            nearest.forEach(hit -> sources.putIfAbsent(hit.source(), hit));
            boolean isAll = nearest.size() < passages || passages >= limit * DEEPEST;
            if (isAll || sources.size() >= enough) {
                return sources.values().stream().limit(limit).toList();
            }
            passages *= DEEPER;
        }
    }

    @Override
    public List<Found> read(List<Integer> places, String words) throws IOException {
        Query query = Schema.words(words).orElse(MatchNoDocsQuery.INSTANCE);
        StoredFields stored = searcher.storedFields();
        List<Found> found = new ArrayList<>(places.size());
        for (int place : places) {
            Document document = stored.document(place);
            Source source = Schema.source(document);
            String text = Schema.passage(document);
            String shown = text.isBlank() && source.title() != null ? source.title() : text;
            found.add(new Found(source, Snippets.of(query, shown)));
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        searchers.release(searcher);
    }

    /// Passages, nearest first.
    private List<Hit> nearest(Vector meaning, Query within, double least, int passages) throws IOException {
        Query nearest = new KnnFloatVectorQuery(Schema.VECTOR, meaning.values(), passages, within);
        List<Hit> hits = new ArrayList<>();
        for (ScoreDoc found : searcher.search(nearest, passages).scoreDocs) {
            // Lucene scores a dot product d as (1 + d) / 2.
            double cosine = 2.0 * found.score - 1;
            if (cosine < least) {
                break;
            }
            hits.add(new Hit(source(found.doc), found.doc, cosine));
        }
        return hits;
    }

    private String source(int place) throws IOException {
        List<LeafReaderContext> leaves = searcher.getLeafContexts();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(place, leaves));
        SortedDocValues keys = DocValues.getSorted(leaf.reader(), Schema.SOURCE);
        if (!keys.advanceExact(place - leaf.docBase)) {
            throw new IllegalStateException("a passage without a source");
        }
        return keys.lookupOrd(keys.ordValue()).utf8ToString();
    }
}
