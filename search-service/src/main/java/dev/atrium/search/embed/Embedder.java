package dev.atrium.search.embed;

import java.util.List;

/// Turns texts into vectors. Thread-safe.
public interface Embedder extends AutoCloseable {

    /// @return one vector per text, in the same order
    /// @throws EmbeddingException if not all of them could be embedded
    List<Vector> embed(List<String> texts) throws EmbeddingException;

    @Override
    void close();
}
