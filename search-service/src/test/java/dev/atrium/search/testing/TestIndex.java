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
        return LuceneIndex.open(directory, MiniLm.MODEL, new Often());
    }

    private record Often() implements IndexConfig {

        @Override
        public Duration refresh() {
            return Duration.ofMillis(20);
        }

        @Override
        public Duration commit() {
            return Duration.ofMillis(200);
        }
    }
}
