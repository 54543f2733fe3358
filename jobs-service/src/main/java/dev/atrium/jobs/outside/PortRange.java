package dev.atrium.jobs.outside;

/// Ports, as `443` or `8000-9000`.
///
/// @param first the lowest, at least 1
/// @param last the highest, at most 65535
public record PortRange(int first, int last) {

    private static final int HIGHEST = 65_535;

    /// @throws IllegalArgumentException if a bound is broken
    public PortRange {
        if (first < 1 || last < first || last > HIGHEST) {
            throw new IllegalArgumentException("not a range of ports: " + first + "-" + last);
        }
    }

    /// @throws IllegalArgumentException if the text is no range
    public static PortRange parse(CharSequence text) {
        String[] parts = text.toString().strip().split("-", 2);
        int first = Integer.parseInt(parts[0]);
        return new PortRange(first, parts.length == 1 ? first : Integer.parseInt(parts[1]));
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }
}
