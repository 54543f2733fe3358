package dev.atrium.search.index.lucene;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import dev.atrium.search.embed.Vector;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Grant;
import dev.atrium.search.index.Kind;
import dev.atrium.search.index.Moderated;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.Source;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/// What stands in which field, and how it is asked for. A change of this class needs a new [LuceneIndex#SCHEMA].
final class Schema {

    /// Also used for questions and for marking, so that all three see the same words.
    static final Analyzer ANALYZER = new EnglishWords();

    static final String SOURCE = "source";
    static final String VECTOR = "vector";
    static final String TEXT = "text";

    /// Whether the moderation hides a passage; changed without writing it anew.
    static final String HIDDEN = "hidden";

    /// Whose passage it is that awaits a vector; absent where none does.
    static final String AWAITING = "awaiting";

    private static final String UNIT = "unit";
    private static final String PART = "part";
    private static final String PART_NUMBER = "part-number";
    private static final String TENANT = "tenant";
    private static final String KIND = "kind";
    private static final String ROOM = "room";
    private static final String GRANT = "grant";
    private static final String TITLE = "title";
    private static final String SOURCE_JSON = "source-json";
    private static final String PASSAGE = "passage";
    private static final String IN_ROOM = "in-room";
    private static final String MODERATED = "moderated";
    private static final String KNOWN = "known";
    private static final String KNOWN_JSON = "known-json";
    private static final float TITLE_BOOST = 0.5f;

    private Schema() {}

    /// One document per passage.
    static List<Document> documents(Change.Put put, ModeratedFiles moderated) {
        boolean hidden = inRoom(put.source()).filter(moderated::hides).isPresent();
        return put.passages().stream()
                .map(passage -> document(put.source(), put.part(), passage, hidden))
                .toList();
    }

    /// Names a file in its room; empty for what is no file, or in no room.
    private static Optional<String> inRoom(Source source) {
        return source.kind() == Kind.FILE && source.room() != null
                ? Optional.of(inRoom(source.tenant(), source.room(), source.id()))
                : Optional.empty();
    }

    /// Names the file that is meant.
    static String inRoom(Moderated moderated) {
        return inRoom(moderated.tenant(), moderated.room(), moderated.file());
    }

    private static String inRoom(TenantId tenant, String room, String file) {
        return tenant.value() + "/" + room + "/" + file;
    }

    /// By this term the documents of one part of a source are replaced together.
    static Term unit(Source source, int part) {
        return new Term(UNIT, source.key() + "#" + part);
    }

    /// The part that a passage belongs to.
    static Term unit(Document document) {
        return unit(source(document), part(document));
    }

    private static int part(Document document) {
        return Objects.requireNonNull(document.getField(PART_NUMBER))
                .numericValue()
                .intValue();
    }

    /// A part as it was put.
    ///
    /// @param documents all of its passages, in order; at least one, and none with a vector
    static Change.Put put(List<Document> documents) {
        Document first = documents.getFirst();
        return new Change.Put(
                source(first),
                part(first),
                documents.stream()
                        .map(document -> new Passage(passage(document), null, document.get(AWAITING) != null))
                        .toList());
    }

    /// The passages of an author that await a vector.
    ///
    /// @param author value of [#AWAITING]
    static Query awaiting(String author) {
        return new TermQuery(new Term(AWAITING, author));
    }

    /// All passages that await a vector.
    static Query awaiting() {
        return new PrefixQuery(new Term(AWAITING, ""));
    }

    /// @param last -1 for none
    static Query parts(Source source, int first, int last) {
        return new BooleanQuery.Builder()
                .add(new TermQuery(new Term(SOURCE, source.key())), Occur.FILTER)
                .add(IntPoint.newRangeQuery(PART, first, last), Occur.FILTER)
                .build();
    }

    /// All passages of what is in a room.
    static Query in(TenantId tenant, String room) {
        return new BooleanQuery.Builder()
                .add(new TermQuery(new Term(TENANT, tenant.value())), Occur.FILTER)
                .add(new TermQuery(new Term(ROOM, room)), Occur.FILTER)
                .build();
    }

    /// By this term the documents of the file that is meant are hidden and shown, without being written anew.
    static Term file(Moderated moderated) {
        return new Term(IN_ROOM, inRoom(moderated));
    }

    private static Field hidden(boolean hidden) {
        return new NumericDocValuesField(HIDDEN, hiding(hidden));
    }

    /// How [#HIDDEN] says it.
    static long hiding(boolean hidden) {
        return hidden ? 1 : 0;
    }

    static Document document(Moderated moderated) {
        Document document = new Document();
        document.add(new StringField(UNIT, unit(moderated).text(), Store.NO));
        document.add(new StringField(KNOWN, MODERATED, Store.NO));
        document.add(new StoredField(KNOWN_JSON, Json.write(moderated)));
        // Lucene updates fields only that some document has.
        document.add(hidden(false));
        return document;
    }

    static Term unit(Moderated moderated) {
        return new Term(
                UNIT, "moderated/" + moderated.tenant().value() + "/" + moderated.room() + "/" + moderated.message());
    }

    static Query moderated() {
        return new TermQuery(new Term(KNOWN, MODERATED));
    }

    static Moderated moderated(Document document) {
        return Json.read(Objects.requireNonNull(document.get(KNOWN_JSON)), Moderated.class);
    }

    static Document document(Room room) {
        Document document = new Document();
        document.add(new StringField(UNIT, unit(room).text(), Store.NO));
        document.add(new StringField(KNOWN, ROOM, Store.NO));
        document.add(new StoredField(KNOWN_JSON, Json.write(room)));
        return document;
    }

    static Term unit(Room room) {
        return new Term(UNIT, "known/" + room.id());
    }

    static Query rooms() {
        return new TermQuery(new Term(KNOWN, ROOM));
    }

    static Room room(Document document) {
        return Json.read(Objects.requireNonNull(document.get(KNOWN_JSON)), Room.class);
    }

    static Source source(Document document) {
        return Json.read(Objects.requireNonNull(document.get(SOURCE_JSON)), Source.class);
    }

    static String passage(Document document) {
        return Objects.requireNonNull(document.get(PASSAGE));
    }

    /// Any of the words, those in the title a little more.
    ///
    /// @return empty if there is nothing to look for, for example in "of the"
    static Optional<Query> words(String words) {
        QueryBuilder builder = new QueryBuilder(ANALYZER);
        Query inText = builder.createBooleanQuery(TEXT, words);
        Query inTitle = builder.createBooleanQuery(TITLE, words);
        if (inText == null || inTitle == null) {
            return Optional.empty();
        }
        return Optional.of(new BooleanQuery.Builder()
                .add(inText, Occur.SHOULD)
                .add(new BoostQuery(inTitle, TITLE_BOOST), Occur.SHOULD)
                .build());
    }

    /// The condition of every search (SR-3). A set without grants lets nothing through; what the moderation hides
    /// is found by nobody.
    static Query within(Scope scope) {
        List<BytesRef> grants = scope.rights().grants().stream()
                .map(Grant::token)
                .map(BytesRef::new)
                .toList();
        BooleanQuery.Builder filter = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(TENANT, scope.rights().tenant().value())), Occur.FILTER)
                .add(new TermInSetQuery(GRANT, grants), Occur.FILTER)
                .add(NumericDocValuesField.newSlowExactQuery(HIDDEN, 0), Occur.FILTER);
        if (scope.room() != null) {
            filter.add(new TermQuery(new Term(ROOM, scope.room())), Occur.FILTER);
        }
        if (scope.kind() != null) {
            filter.add(new TermQuery(new Term(KIND, scope.kind().value())), Occur.FILTER);
        }
        return filter.build();
    }

    private static Document document(Source source, int part, Passage passage, boolean hidden) {
        Document document = new Document();
        document.add(new StringField(UNIT, unit(source, part).text(), Store.NO));
        document.add(new StringField(SOURCE, source.key(), Store.NO));
        document.add(new SortedDocValuesField(SOURCE, new BytesRef(source.key())));
        document.add(new IntPoint(PART, part));
        document.add(new StoredField(PART_NUMBER, part));
        document.add(new StringField(TENANT, source.tenant().value(), Store.NO));
        document.add(new StringField(KIND, source.kind().value(), Store.NO));
        if (source.room() != null) {
            document.add(new StringField(ROOM, source.room(), Store.NO));
        }
        inRoom(source).ifPresent(file -> document.add(new StringField(IN_ROOM, file, Store.NO)));
        document.add(hidden(hidden));
        source.grants().forEach(grant -> document.add(new StringField(GRANT, grant.token(), Store.NO)));
        String title = source.title() == null ? "" : source.title();
        document.add(new TextField(TITLE, title, Store.NO));
        // The title's words count in the text too: a passage is then found by words of which some are only in the
        // title.
        document.add(new TextField(TEXT, title + "\n" + passage.text(), Store.NO));
        document.add(new StoredField(SOURCE_JSON, Json.write(source)));
        document.add(new StoredField(PASSAGE, passage.text()));
        if (passage.awaited()) {
            String author = source.tenant().value() + "/" + source.author().subject();
            document.add(new StringField(AWAITING, author, Store.YES));
        }
        Vector vector = passage.vector();
        if (vector != null) {
            document.add(new KnnFloatVectorField(VECTOR, vector.values(), VectorSimilarityFunction.DOT_PRODUCT));
        }
        return document;
    }
}
