package dev.atrium.search.testing;

import dev.atrium.search.embed.MiniLm;
import dev.atrium.search.index.IndexConfig;
import dev.atrium.search.index.lucene.LuceneIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// The real index, fresher and durable sooner than in production.
public final class TestIndex {

    private TestIndex() {}

    public static LuceneIndex at(Path directory) throws IOException {
        return LuceneIndex.open(directory, MiniLm.MODEL, config());
    }

    /// Durable only when it is closed.
    public static LuceneIndex neverCommitting(Path directory) throws IOException {
        return LuceneIndex.open(directory, MiniLm.MODEL, new Intervals(Duration.ofMillis(20), Duration.ofMinutes(10)));
    }

    public static IndexConfig config() {
        return new Intervals(Duration.ofMillis(20), Duration.ofMillis(200));
    }

    private record Intervals(Duration refresh, Duration commit) implements IndexConfig {}
}
