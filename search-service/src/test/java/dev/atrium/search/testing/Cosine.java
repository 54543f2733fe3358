package dev.atrium.search.testing;

import dev.atrium.search.embed.Vector;

/// How near two meanings are.
public final class Cosine {

    private Cosine() {}

    /// -1 to 1; 1 for the same meaning.
    public static double between(Vector one, Vector other) {
        float[] left = one.values();
        float[] right = other.values();
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
