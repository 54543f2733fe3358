package dev.atrium.search.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.search.testing.TestModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EmbeddingsTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void withoutAModelNothingHasAVector() {
        Embeddings embeddings = new Embeddings(null, metrics);

        assertEquals(Optional.empty(), embeddings.of("hello"));
        assertEquals(List.of(Optional.empty(), Optional.empty()), embeddings.of(List.of("a", "b")));
    }

    @Test
    void aFailureIsCountedAndLeavesTheTextsWithoutVectors() {
        Embedder closed = TestModel.load();
        closed.close();
        Embeddings embeddings = new Embeddings(closed, metrics);

        List<Optional<Vector>> vectors = embeddings.of(List.of("a", "b"));

        assertTrue(vectors.stream().allMatch(Optional::isEmpty) && vectors.size() == 2);
        assertEquals(2, metrics.counter("atrium.search.embedding.failures").count());
    }
}
