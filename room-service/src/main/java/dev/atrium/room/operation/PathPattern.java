package dev.atrium.room.operation;

import java.util.List;
import java.util.Optional;

/// Which objects are meant: a path in which `*` stands for any one segment, and `**` at its end for one
/// or more.
record PathPattern(List<String> segments) {

    private static final String REST = "**";

    PathPattern {
        segments = List.copyOf(segments);
    }

    /// @param text without a fault
    static PathPattern of(String text) {
        return new PathPattern(List.of(text.split("/", -1)));
    }

    /// @return what is wrong with a pattern, as the end of a sentence; empty if it is good
    static Optional<String> fault(String text) {
        return ObjectPath.fault(text).or(() -> {
            List<String> segments = List.of(text.split("/", -1));
            return segments.indexOf(REST) < 0 || segments.indexOf(REST) == segments.size() - 1
                    ? Optional.empty()
                    : Optional.of("must have '**' at its end only");
        });
    }

    boolean matches(String path) {
        List<String> parts = List.of(path.split("/", -1));
        boolean open = segments.getLast().equals(REST);
        int fixed = open ? segments.size() - 1 : segments.size();
        if (open ? parts.size() <= fixed : parts.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (!segments.get(i).equals("*") && !segments.get(i).equals(parts.get(i))) {
                return false;
            }
        }
        return true;
    }
}
