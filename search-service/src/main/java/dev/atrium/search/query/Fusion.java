package dev.atrium.search.query;

import dev.atrium.search.index.Hit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes one list of the two legs' hits, each of which has a source once: scores stretched to 0 to 1 within
/// the leg (min-max), and the weighted sum of both.
final class Fusion {

    /// A source with the passage to show of it.
    ///
    /// @param score 0 to 1; higher is better
    record Fused(String source, int place, double score) {}

    /// Chosen by measurement; the quality is flat between 0.4 and 0.6.
    private static final double WEIGHT_OF_WORDS = 0.5;

    private Fusion() {}

    /// Both legs, for a question that has a vector.
    static List<Fused> hybrid(List<Hit> words, List<Hit> meaning) {
        Map<String, Fused> fused = new HashMap<>();
        // The words' passage is put last and so is the one that is shown: what was asked for stands in it.
        add(fused, meaning, 1 - WEIGHT_OF_WORDS);
        add(fused, words, WEIGHT_OF_WORDS);
        return ranked(fused);
    }

    /// The words' leg alone.
    static List<Fused> keyword(List<Hit> words) {
        Map<String, Fused> fused = new HashMap<>();
        add(fused, words, 1);
        return ranked(fused);
    }

    private static void add(Map<String, Fused> fused, List<Hit> hits, double weight) {
        double min = hits.stream().mapToDouble(Hit::score).min().orElse(0);
        double max = hits.stream().mapToDouble(Hit::score).max().orElse(0);
        for (Hit hit : hits) {
            double score = weight * (max > min ? (hit.score() - min) / (max - min) : 1);
            fused.merge(
                    hit.source(),
                    new Fused(hit.source(), hit.place(), score),
                    (a, b) -> new Fused(b.source(), b.place(), a.score() + b.score()));
        }
    }

    private static List<Fused> ranked(Map<String, Fused> fused) {
        return fused.values().stream()
                .sorted(Comparator.comparingDouble(Fused::score).reversed().thenComparing(Fused::source))
                .toList();
    }
}
