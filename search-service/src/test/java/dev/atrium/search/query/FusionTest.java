package dev.atrium.search.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.search.index.Hit;
import dev.atrium.search.query.Fusion.Fused;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FusionTest {

    @Test
    void scoresAreStretchedWithinTheirLegAndAdded() {
        List<Hit> words = List.of(new Hit("a", 1, 12), new Hit("b", 2, 7), new Hit("c", 3, 2));
        List<Hit> meaning = List.of(new Hit("b", 2, 0.9), new Hit("d", 4, 0.7), new Hit("a", 1, 0.5));

        assertEquals(
                List.of(
                        new Fused("b", 2, 0.25 + 0.5),
                        new Fused("a", 1, 0.5 + 0),
                        new Fused("d", 4, 0.25),
                        new Fused("c", 3, 0)),
                rounded(Fusion.hybrid(words, meaning)));
    }

    @Test
    void aSourceAppearsOnceWithItsBestPassageByWords() {
        List<Hit> words = List.of(new Hit("a", 1, 9), new Hit("b", 3, 4));
        List<Hit> meaning = List.of(new Hit("a", 7, 0.9));

        List<Fused> fused = Fusion.hybrid(words, meaning);

        assertEquals(List.of(new Fused("a", 1, 1), new Fused("b", 3, 0)), fused);
    }

    @Test
    void aSingleHitIsTheBestOfItsLeg() {
        assertEquals(List.of(new Fused("a", 1, 0.5)), Fusion.hybrid(List.of(), List.of(new Hit("a", 1, 0.3))));
        assertEquals(List.of(new Fused("a", 1, 1)), Fusion.keyword(List.of(new Hit("a", 1, 0.3))));
    }

    @Test
    void equalScoresAreInAFixedOrder() {
        List<Hit> words = List.of(new Hit("b", 2, 3), new Hit("a", 1, 3));

        assertEquals(List.of(new Fused("a", 1, 1), new Fused("b", 2, 1)), Fusion.keyword(words));
    }

    @Test
    void nothingFoundIsAnEmptyList() {
        assertEquals(List.of(), Fusion.hybrid(List.of(), List.of()));
        assertEquals(List.of(), Fusion.keyword(List.of()));
    }

    private static List<Fused> rounded(List<Fused> fused) {
        return fused.stream()
                .map(f -> new Fused(f.source(), f.place(), Math.round(f.score() * 1e9) / 1e9))
                .toList();
    }
}
