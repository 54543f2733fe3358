package dev.atrium.search.query;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

/// What counts as found.
@ConfigMapping(prefix = "atrium.search.query")
public interface QueryConfig {

    /// Least cosine between a question and a passage that shares no word with it. There is always a nearest passage;
    /// below this it has nothing to do with the question.
    @WithDefault("0.25")
    @DecimalMin("-1")
    @DecimalMax("1")
    double leastSimilarity();
}
