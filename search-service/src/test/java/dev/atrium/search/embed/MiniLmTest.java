package dev.atrium.search.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.search.testing.Cosine;
import dev.atrium.search.testing.TestModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MiniLmTest {

    private final Embedder model = TestModel.shared();

    @Test
    void aParaphraseIsNearerThanAnotherSubject() throws EmbeddingException {
        List<Vector> vectors = model.embed(List.of(
                "How do I get a refund for my order?",
                "I would like my money back for what I bought.",
                "The river flooded the valley in spring."));

        double paraphrase = Cosine.between(vectors.get(0), vectors.get(1));
        double other = Cosine.between(vectors.get(0), vectors.get(2));

        assertTrue(paraphrase > 0.5 && other < 0.2, paraphrase + " / " + other);
    }

    /// The vocabulary file would cut at 128 tokens.
    @Test
    void whatStandsBehindTheFirst128TokensCounts() throws EmbeddingException {
        String beginning = "the committee met again and spoke about the budget ".repeat(14);
        String end = "penguins breed on the ice of the antarctic winter ".repeat(8);

        List<Vector> vectors = model.embed(List.of(beginning, beginning + end));

        double cosine = Cosine.between(vectors.get(0), vectors.get(1));
        assertTrue(cosine < 0.95, "cosine " + cosine);
    }

    @Test
    void vectorsComeInTheOrderOfTheTexts() throws EmbeddingException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            texts.add("number " + i + " of the list" + " and so on".repeat((i * 7) % 5));
        }

        List<Vector> together = model.embed(texts);

        assertEquals(texts.size(), together.size());
        for (int i = 0; i < texts.size(); i++) {
            Vector alone = model.embed(List.of(texts.get(i))).getFirst();
            assertTrue(Cosine.between(alone, together.get(i)) > 0.98, "text " + i);
        }
    }

    @Test
    void anyTextHasAVector() throws EmbeddingException {
        List<String> hostile = List.of(
                "", " ", "\0\0\0", "\uD83D", "a\uDE00b", "😀🙃", "x".repeat(100_000), "[CLS] [SEP] [PAD]", "<script>");

        List<Vector> vectors = model.embed(hostile);

        assertEquals(hostile.size(), vectors.size());
        vectors.forEach(vector -> assertEquals(1, Cosine.between(vector, vector), 1e-5));
    }

    @Test
    void aClosedModelFailsWithItsOwnException() {
        Embedder closed = TestModel.load();
        closed.close();

        assertThrows(EmbeddingException.class, () -> closed.embed(List.of("anything")));
    }
}
