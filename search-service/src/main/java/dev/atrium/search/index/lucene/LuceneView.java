package dev.atrium.search.index.lucene;

import dev.atrium.search.embed.Vector;
import dev.atrium.search.index.Found;
import dev.atrium.search.index.Hit;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
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
        Query filtered = new BooleanQuery.Builder()
                .add(query.get(), Occur.MUST)
                .add(Schema.within(scope), Occur.FILTER)
                .build();
        return search(filtered, limit, score -> score);
    }

    @Override
    public List<Hit> byMeaning(Vector meaning, Scope scope, int limit) throws IOException {
        Query nearest = new KnnFloatVectorQuery(Schema.VECTOR, meaning.values(), limit, Schema.within(scope));
        // Lucene scores a dot product d as (1 + d) / 2.
        return search(nearest, limit, score -> 2 * score - 1);
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

    private List<Hit> search(Query query, int limit, DoubleUnaryOperator score) throws IOException {
        List<Hit> hits = new ArrayList<>();
        for (ScoreDoc found : searcher.search(query, limit).scoreDocs) {
            hits.add(new Hit(source(found.doc), found.doc, score.applyAsDouble(found.score)));
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
