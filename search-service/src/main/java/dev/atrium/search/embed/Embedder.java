package dev.atrium.search.embed;

import java.util.List;

/// Turns texts into vectors. Thread-safe.
public interface Embedder extends AutoCloseable {

    /// Name of the model and of all that changes its vectors. An index holds vectors of one model only.
    String model();

    /// Length of the vectors.
    int dimensions();

    /// @return one vector per text, in the same order
    /// @throws EmbeddingException if not all of them could be embedded
    List<Vector> embed(List<String> texts) throws EmbeddingException;

    @Override
    void close();
}
