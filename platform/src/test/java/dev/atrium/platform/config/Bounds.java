package dev.atrium.platform.config;

import com.sun.source.tree.AnnotationTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The bounds of a setting, as people say them.
final class Bounds {

    private static final Map<String, String> UNITS =
            Map.of("days", "d", "hours", "h", "minutes", "min", "seconds", "s", "millis", "ms");

    private Bounds() {}

    /// Empty if there are none.
    static String of(List<AnnotationTree> annotations) {
        Optional<String> least = first(annotations, "Min", "DecimalMin", "DurationMin");
        Optional<String> most = first(annotations, "Max", "DecimalMax", "DurationMax");
        if (least.isPresent() && most.isPresent()) {
            return least.get() + " to " + most.get();
        }
        return least.map(value -> "at least " + value)
                .or(() -> most.map(value -> "at most " + value))
                .or(() -> Annotations.named("Pattern", annotations)
                        .map(pattern -> "`" + Annotations.value(pattern, "regexp") + "`"))
                .orElse("");
    }

    private static Optional<String> first(List<AnnotationTree> annotations, String... names) {
        for (String name : names) {
            Optional<AnnotationTree> found = Annotations.named(name, annotations);
            if (found.isPresent()) {
                return found.map(Bounds::measure);
            }
        }
        return Optional.empty();
    }

    private static String measure(AnnotationTree bound) {
        return Annotations.values(bound).entrySet().stream()
                .map(part -> part.getKey().equals("value")
                        ? part.getValue()
                        : part.getValue() + " " + UNITS.get(part.getKey()))
                .collect(Collectors.joining(" "));
    }
}
