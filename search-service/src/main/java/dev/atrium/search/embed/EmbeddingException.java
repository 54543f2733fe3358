package dev.atrium.search.embed;

/// Texts could not be turned into vectors. Whoever asked goes on with keywords alone.
public final class EmbeddingException extends Exception {

    private static final long serialVersionUID = 1L;

    public EmbeddingException(String message, Throwable cause) {
        super(message, cause);
    }
}
