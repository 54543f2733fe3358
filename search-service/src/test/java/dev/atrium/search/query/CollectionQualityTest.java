package dev.atrium.search.query;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.lucene.LuceneIndex;
import dev.atrium.search.ingest.Indexer;
import dev.atrium.search.ingest.Vectors;
import dev.atrium.search.testing.TestIndex;
import dev.atrium.search.testing.TestModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Measures the pipeline as it is packaged, from cutting to fusion, on a public test collection (SR-7) in BEIR's form
/// (`corpus.jsonl`, `queries.jsonl`, `qrels.tsv`): `./mvnw -pl search-service test -Dtest=CollectionQualityTest
/// -Dcollection=DIRECTORY`.
@EnabledIfSystemProperty(named = "collection", matches = ".+")
final class CollectionQualityTest {

    private static final TenantId TENANT = new TenantId("acme");
    private static final Actor OWNER = new Actor("user:ada", "ada");
    private static final Caller CALLER = new Caller("user:ada", TENANT, "ada", Set.of(), Set.of("search:read"));
    private static final int DEPTH = 100;

    private record Text(
            @JsonProperty("_id") String id,
            @JsonProperty("title") String title,
            String text) {}

    @Test
    void hybridIsBetterThanKeywordsAlone(@TempDir Path directory) throws IOException {
        Path collection = Path.of(System.getProperty("collection"));
        List<Text> queries = read(collection.resolve("queries.jsonl"));
        Map<String, Map<String, Integer>> judged = judgements(collection.resolve("qrels.tsv"));
        try (LuceneIndex index = TestIndex.at(directory.resolve("index"))) {
            index(index, read(collection.resolve("corpus.jsonl")));

            Embeddings none = new Embeddings(null, new SimpleMeterRegistry());
            double keyword = measure("keyword", search(index, none), queries, judged);
            double hybrid = measure("hybrid", search(index, TestModel.embeddings()), queries, judged);

            assertTrue(hybrid > keyword, hybrid + " > " + keyword);
        }
    }

    private static HybridSearch search(SearchIndex index, Embeddings embeddings) {
        return new HybridSearch(index, new Rooms(List.of()), embeddings, 0.2, InstantSource.system());
    }

    private static void index(LuceneIndex index, List<Text> documents) throws IOException {
        Rooms rooms = new Rooms(List.of());
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Indexer indexer = new Indexer(index, rooms, InstantSource.system(), metrics);
        Vectors vectors = new Vectors(index, rooms, TestModel.embeddings(), metrics);
        List<Followed> events = new ArrayList<>();
        for (Text document : documents) {
            Event.FileInfo file = new Event.FileInfo(
                    document.id(), document.title(), "text/plain", 1, null, false, OWNER, Instant.EPOCH);
            Event text = new Event.FileText(TENANT, file, 0, 1, document.text());
            events.add(new Followed.Elsewhere(new CloudEvent(document.id(), "/test", Instant.EPOCH, null, text)));
        }
        indexer.positions();
        long start = System.nanoTime();
        indexer.apply(events, Map.of());
        boolean more = true;
        while (more) {
            more = vectors.embedSome();
        }
        System.out.printf(
                "indexed %d documents as %d passages in %.1f s%n",
                documents.size(), index.size(), (System.nanoTime() - start) / 1e9);
    }

    /// @return nDCG@10, the mean over all judged queries
    private static double measure(
            String name, HybridSearch search, List<Text> queries, Map<String, Map<String, Integer>> judged) {
        double gain = 0;
        double recall = 0;
        int count = 0;
        List<Double> millis = new ArrayList<>();
        for (Text query : queries) {
            Map<String, Integer> relevant = judged.getOrDefault(query.id(), Map.of());
            if (relevant.values().stream().noneMatch(grade -> grade > 0)) {
                continue;
            }
            long start = System.nanoTime();
            Answer answer = search.answer(CALLER, Question.of(query.text(), null, null, "" + DEPTH, null));
            millis.add((System.nanoTime() - start) / 1e6);
            List<String> ranked = answer.items().stream().map(Answer.Item::id).toList();
            gain += gainAt10(ranked, relevant);
            recall += recall(ranked, relevant);
            count++;
        }
        millis.sort(Comparator.naturalOrder());
        System.out.printf(
                "%s: nDCG@10 %.4f, recall@100 %.4f, %d queries, p50 %.1f ms, p99 %.1f ms for %d results%n",
                name, gain / count, recall / count, count, millis.get(count / 2), millis.get(count * 99 / 100), DEPTH);
        return gain / count;
    }

    private static double gainAt10(List<String> ranked, Map<String, Integer> relevant) {
        List<Integer> grades = ranked.stream()
                .limit(10)
                .map(id -> relevant.getOrDefault(id, 0))
                .toList();
        List<Integer> ideal = relevant.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(10)
                .toList();
        return discounted(grades) / discounted(ideal);
    }

    private static double discounted(List<Integer> grades) {
        double sum = 0;
        for (int rank = 0; rank < grades.size(); rank++) {
            sum += grades.get(rank) / (Math.log(rank + 2) / Math.log(2));
        }
        return sum;
    }

    private static double recall(List<String> ranked, Map<String, Integer> relevant) {
        long all = relevant.values().stream().filter(grade -> grade > 0).count();
        long found =
                ranked.stream().filter(id -> relevant.getOrDefault(id, 0) > 0).count();
        return (double) found / all;
    }

    private static List<Text> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> Json.read(line, Text.class))
                .toList();
    }

    private static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
        Map<String, Map<String, Integer>> judged = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split("\t", -1);
            judged.computeIfAbsent(columns[0], _ -> new HashMap<>()).put(columns[1], Integer.parseInt(columns[2]));
        }
        return judged;
    }
}
