package dev.atrium.search.embed;

/// The meaning of a text: a vector of length 1, so that the dot product of two is the cosine of their angle.
public final class Vector {

    private final float[] values;

    private Vector(float[] values) {
        this.values = values;
    }

    /// Scales to length 1.
    ///
    /// @throws IllegalArgumentException if the values have no direction (all zero, or not numbers)
    public static Vector towards(float[] direction) {
        double squares = 0;
        for (float value : direction) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new IllegalArgumentException("a vector without direction");
        }
        float[] values = new float[direction.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (direction[i] / length);
        }
        return new Vector(values);
    }

    /// A copy of the values.
    public float[] values() {
        return values.clone();
    }
}
