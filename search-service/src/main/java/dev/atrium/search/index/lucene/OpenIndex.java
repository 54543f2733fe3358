package dev.atrium.search.index.lucene;

import dev.atrium.platform.follow.Position;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Moderated;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/// One opening of the index: from its last commit until it is closed, or until Lucene gives it up after a failure.
final class OpenIndex implements SearchIndex.Feed, AutoCloseable {

    private static final int HNSW_NEIGHBOURS = 16;
    private static final int HNSW_BEAM = 100;

    private final String format;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    /// Guarded by `changing`.
    private final ModeratedFiles moderated;

    /// Rooms that were deleted. Guarded by `changing`.
    private final Set<String> gone;

    /// Up to where partitions were read before they were begun anew, until that is reached again. Guarded by
    /// `changing`.
    private final Map<TopicPartition, Long> readBefore = new HashMap<>();

    private final Object changing = new Object();
    private volatile Map<TopicPartition, Position> applied;
    private volatile Map<TopicPartition, Position> committed;

    private OpenIndex(String format, Directory directory, IndexWriter writer, SearcherManager searchers)
            throws IOException {
        this.format = format;
        this.directory = directory;
        this.writer = writer;
        this.searchers = searchers;
        this.committed = Map.copyOf(Positions.read(commitData(writer)));
        this.applied = committed;
        this.moderated = new ModeratedFiles(remembered(Schema.moderated(), Schema::moderated));
        this.gone = remembered(Schema.rooms(), Schema::room).stream()
                .filter(Room::isGone)
                .map(Room::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    static OpenIndex at(Path path, String format) throws IOException {
        IndexDirectory.prepare(path, format);
        Directory directory = FSDirectory.open(path);
        try {
            return on(directory, format);
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(directory);
            throw e;
        }
    }

    private static OpenIndex on(Directory directory, String format) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(Schema.ANALYZER)
                .setSimilarity(new BM25Similarity(1.2f, 0.75f))
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return new Lucene104HnswScalarQuantizedVectorsFormat(
                                ScalarEncoding.SEVEN_BIT, HNSW_NEIGHBOURS, HNSW_BEAM);
                    }
                });
        IndexWriter writer = new IndexWriter(directory, config);
        try {
            OpenIndex index =
                    new OpenIndex(format, directory, writer, new SearcherManager(writer, new SearcherFactory()));
            index.commit();
            return index;
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(writer);
            throw e;
        }
    }

    /// After an I/O failure Lucene accepts no changes.
    @Override
    public boolean isOpen() {
        return writer.isOpen();
    }

    SearcherManager searchers() {
        return searchers;
    }

    int passages() {
        return writer.getDocStats().numDocs;
    }

    @Override
    public Map<TopicPartition, Position> positions() {
        return applied;
    }

    /// How many passages there are that await a vector, of all that can be found.
    long awaiting() throws IOException {
        return now(searcher -> searcher.count(Schema.awaiting()));
    }

    /// One at a time: positions are added to those of others, and a file must not be hidden, nor its room be deleted,
    /// between when that is looked up and when it is written.
    @Override
    public void apply(List<Change> changes, Map<TopicPartition, Position> positions) throws IOException {
        synchronized (changing) {
            try {
                if (!readBefore.isEmpty() || changes.stream().anyMatch(Change.Embed.class::isInstance)) {
                    searchers.maybeRefreshBlocking();
                }
                change(readBefore.isEmpty() ? changes : missing(changes));
            } catch (AlreadyClosedException e) {
                throw LuceneIndex.notOpen(e);
            }
            positions.forEach(this::follow);
            Map<TopicPartition, Position> all = new HashMap<>(applied);
            all.putAll(positions);
            applied = Map.copyOf(all);
        }
    }

    private void follow(TopicPartition partition, Position position) {
        long before = applied.getOrDefault(partition, Position.START).offset();
        if (position.offset() < before) {
            readBefore.merge(partition, before, Math::max);
        } else if (position.offset() >= readBefore.getOrDefault(partition, Long.MAX_VALUE)) {
            readBefore.remove(partition);
        }
    }

    /// Leaves out what would put again what is there, which would cost it its vectors. Only what none of the other
    /// changes is about is looked up.
    private List<Change> missing(List<Change> changes) throws IOException {
        if (changes.stream().anyMatch(Change.Forget.class::isInstance)) {
            return changes;
        }
        List<Change> missing = new ArrayList<>();
        Set<String> changed = new HashSet<>();
        for (Change change : changes) {
            switch (change) {
                case Change.Put put when !changed.contains(put.source().key()) && isThere(put) -> {
                    // Nothing would change.
                }
                case Change.Put put -> {
                    changed.add(put.source().key());
                    missing.add(put);
                }
                case Change.Remove remove -> {
                    changed.add(remove.source().key());
                    missing.add(remove);
                }
                case Change.Embed _, Change.Moderate _, Change.Forget _, Change.Know _ -> missing.add(change);
            }
        }
        return missing;
    }

    /// Whether it is there just so, and awaits no vector.
    private boolean isThere(Change.Put put) throws IOException {
        return now(searcher -> part(searcher, Schema.unit(put.source(), put.part())))
                .filter(there -> there.awaited().findAny().isEmpty()
                        && there.source().equals(put.source())
                        && texts(there).equals(texts(put)))
                .isPresent();
    }

    private static List<String> texts(Change.Put put) {
        return put.passages().stream().map(Passage::text).toList();
    }

    private void change(List<Change> changes) throws IOException {
        for (Change change : changes) {
            switch (change) {
                case Change.Put put
                when put.source().room() != null && gone.contains(put.source().room()) -> {
                    // What was read of files before their room ended comes behind that, which removed all in it.
                }
                case Change.Put put ->
                    writer.updateDocuments(Schema.unit(put.source(), put.part()), Schema.documents(put, moderated));
                case Change.Embed embed -> embed(embed);
                case Change.Remove remove ->
                    writer.deleteDocuments(Schema.parts(remove.source(), remove.firstPart(), Integer.MAX_VALUE));
                case Change.Moderate(Moderated newest) -> moderate(newest);
                case Change.Forget forget -> writer.deleteDocuments(Schema.in(forget.tenant(), forget.room()));
                case Change.Know(Room room) -> know(room);
            }
        }
    }

    private void know(Room room) throws IOException {
        writer.updateDocument(Schema.unit(room), Schema.document(room));
        if (room.isGone()) {
            gone.add(room.id());
        }
    }

    private void embed(Change.Embed embed) throws IOException {
        Term unit = Schema.unit(embed.part().source(), embed.part().part());
        if (now(searcher -> part(searcher, unit)).filter(embed.part()::equals).isPresent()) {
            writer.updateDocuments(unit, Schema.documents(embed.done(), moderated));
        }
    }

    @Override
    public int passages(Source source, int part) throws IOException {
        return newest(searcher -> searcher.count(Schema.parts(source, 0, part - 1)));
    }

    @Override
    public Optional<SearchIndex.Awaiting> awaiting(String behind, int enough) throws IOException {
        return newest(searcher -> {
            Optional<String> next = authorBehind(searcher, behind);
            Optional<String> author = next.isEmpty() && !behind.isEmpty() ? authorBehind(searcher, "") : next;
            return author.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new SearchIndex.Awaiting(author.get(), parts(searcher, author.get(), enough)));
        });
    }

    /// Whose passages, if there are any, await vectors: of authors behind that one, the first.
    private static Optional<String> authorBehind(IndexSearcher searcher, String behind) throws IOException {
        Terms authors = MultiTerms.getTerms(searcher.getIndexReader(), Schema.AWAITING);
        if (authors == null) {
            return Optional.empty();
        }
        TermsEnum author = authors.iterator();
        boolean found = author.seekCeil(new BytesRef(behind + "\0")) != TermsEnum.SeekStatus.END;
        while (found) {
            String name = author.term().utf8ToString();
            // The terms of what was written anew stay until segments are merged.
            if (searcher.search(Schema.awaiting(name), 1).scoreDocs.length > 0) {
                return Optional.of(name);
            }
            found = author.next() != null;
        }
        return Optional.empty();
    }

    private static List<Change.Put> parts(IndexSearcher searcher, String author, int enough) throws IOException {
        StoredFields stored = searcher.storedFields();
        Set<Term> units = new LinkedHashSet<>();
        for (ScoreDoc one : searcher.search(Schema.awaiting(author), enough, Sort.INDEXORDER).scoreDocs) {
            units.add(Schema.unit(stored.document(one.doc)));
        }
        List<Change.Put> parts = new ArrayList<>();
        long passages = 0;
        for (Term unit : units) {
            Change.Put part = part(searcher, unit).orElseThrow();
            passages += part.awaited().count();
            if (!parts.isEmpty() && passages > enough) {
                break;
            }
            parts.add(part);
        }
        return parts;
    }

    /// Empty if it is not there. Passages stay in the order in which they were put together.
    private static Optional<Change.Put> part(IndexSearcher searcher, Term unit) throws IOException {
        StoredFields stored = searcher.storedFields();
        Query all = new TermQuery(unit);
        List<Document> documents = new ArrayList<>();
        int count = Math.max(1, searcher.count(all));
        for (ScoreDoc one : searcher.search(all, count, Sort.INDEXORDER).scoreDocs) {
            documents.add(stored.document(one.doc));
        }
        return documents.isEmpty() ? Optional.empty() : Optional.of(Schema.put(documents));
    }

    private interface Look<T> {
        T at(IndexSearcher searcher) throws IOException;
    }

    /// What is read of all that was applied.
    private <T> T newest(Look<T> look) throws IOException {
        try {
            searchers.maybeRefreshBlocking();
            return now(look);
        } catch (AlreadyClosedException e) {
            throw LuceneIndex.notOpen(e);
        }
    }

    /// What is read of all that can be found.
    private <T> T now(Look<T> look) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return look.at(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    private void moderate(Moderated newest) throws IOException {
        if (moderated.take(newest)) {
            writer.updateDocument(Schema.unit(newest), Schema.document(newest));
            long hiding = Schema.hiding(moderated.hides(Schema.inRoom(newest)));
            writer.updateNumericDocValue(Schema.file(newest), Schema.HIDDEN, hiding);
        }
    }

    /// All of what the index remembers beside passages, up to what was applied last.
    <T> List<T> remembered(Query which, Function<Document, T> reading) throws IOException {
        searchers.maybeRefreshBlocking();
        return now(searcher -> {
            StoredFields stored = searcher.storedFields();
            List<T> all = new ArrayList<>();
            int count = Math.max(1, searcher.count(which));
            for (ScoreDoc one : searcher.search(which, count).scoreDocs) {
                all.add(reading.apply(stored.document(one.doc)));
            }
            return all;
        });
    }

    /// Makes findable what was applied.
    void refresh() throws IOException {
        searchers.maybeRefresh();
    }

    /// Makes durable what was applied. The positions are read before the commit begins, and written with it: the commit
    /// may contain more changes than its positions say, which are then made again, but never less.
    synchronized void commit() throws IOException {
        Map<TopicPartition, Position> reached = applied;
        // Vectors move no positions.
        if (!reached.equals(committed)
                || writer.hasUncommittedChanges()
                || !commitData(writer).containsKey(IndexDirectory.FORMAT)) {
            Map<String, String> data = new HashMap<>(Positions.write(reached));
            data.put(IndexDirectory.FORMAT, format);
            writer.setLiveCommitData(data.entrySet());
            writer.commit();
            committed = reached;
        }
    }

    /// Commits, if that is still possible.
    @Override
    public void close() throws IOException {
        try (directory;
                writer;
                searchers) {
            if (isOpen()) {
                commit();
            }
        }
    }

    private static Map<String, String> commitData(IndexWriter writer) {
        Map<String, String> data = new HashMap<>();
        var live = writer.getLiveCommitData();
        if (live != null) {
            live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        return data;
    }
}
