package dev.atrium.search.index.lucene;

import dev.atrium.search.embed.MiniLm;
import dev.atrium.search.index.IndexConfig;
import dev.atrium.search.index.SearchIndex;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Opens the index in the service's state directory.
final class LuceneSetup {

    @Produces
    @Singleton
    SearchIndex index(IndexConfig config, @ConfigProperty(name = "atrium.state") Path state, MeterRegistry metrics) {
        try {
            LuceneIndex index = LuceneIndex.open(state.resolve("index"), MiniLm.MODEL, config);
            Gauge.builder("atrium.search.passages", index, LuceneIndex::size)
                    .description("passages in the index, and what it remembers of rooms")
                    .register(metrics);
            Gauge.builder("atrium.search.passages.awaiting", index, LuceneIndex::awaiting)
                    .description("passages that are found by their words alone until they have a vector")
                    .register(metrics);
            return index;
        } catch (IOException e) {
            throw new UncheckedIOException("the index cannot be opened", e);
        }
    }
}
