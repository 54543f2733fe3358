package dev.atrium.jobs.figures;

/// What is counted for the operator, in the whole installation.
public final class Counted {

    /// How many rows of a kind are counted at most: so it costs the same however much there is.
    public static final int MOST = 100_000;

    private Counted() {}
}
