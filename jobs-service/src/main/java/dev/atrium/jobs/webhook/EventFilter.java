package dev.atrium.jobs.webhook;

import dev.atrium.platform.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which types of events an endpoint wants.
///
/// @param patterns names of types, `prefix.*`, or `*` for all
record EventFilter(List<String> patterns) {

    static final int MOST = 50;
    private static final String ALL = "*";
    private static final String REST = ".*";

    EventFilter {
        patterns = List.copyOf(patterns);
    }

    /// @throws ProblemException `invalid-request` for a pattern that fits no type that there is
    static EventFilter parse(@Nullable List<String> patterns) {
        if (patterns == null
                || patterns.isEmpty()
                || patterns.size() > MOST
                || patterns.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalidProperty("/eventTypes", "must be 1 to " + MOST + " types of events");
        }
        EventFilter filter = new EventFilter(patterns.stream().distinct().toList());
        for (int i = 0; i < patterns.size(); i++) {
            EventFilter one = new EventFilter(List.of(patterns.get(i)));
            if (PublicType.names().stream().noneMatch(one::matches)) {
                throw ProblemException.invalidProperty(
                        "/eventTypes/" + i, "must be a type of GET /api/webhook-event-types, 'prefix.*' or '*'");
            }
        }
        return filter;
    }

    boolean matches(String type) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, type));
    }

    /// The types that it matches now.
    List<String> types() {
        return PublicType.names().stream().filter(this::matches).toList();
    }

    private static boolean matches(String pattern, String type) {
        return pattern.equals(ALL)
                || pattern.equals(type)
                || (pattern.endsWith(REST) && type.startsWith(pattern.substring(0, pattern.length() - 1)));
    }
}
