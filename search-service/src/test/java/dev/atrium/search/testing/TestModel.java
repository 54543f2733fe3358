package dev.atrium.search.testing;

import dev.atrium.search.embed.Embedder;
import dev.atrium.search.embed.EmbeddingException;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.embed.MiniLm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;

/// The real model, loaded once for all tests of this process.
public final class TestModel {

    private static final Path NATIVE_CACHE = Path.of("target", "native").toAbsolutePath();
    private static final Embedder SHARED = load();

    private TestModel() {}

    public static Embedder shared() {
        return SHARED;
    }

    public static Embeddings embeddings() {
        return new Embeddings(SHARED, new SimpleMeterRegistry());
    }

    /// A model of one's own, to be closed.
    public static Embedder load() {
        try {
            return MiniLm.load(NATIVE_CACHE, 2);
        } catch (EmbeddingException e) {
            throw new IllegalStateException(e);
        }
    }
}
