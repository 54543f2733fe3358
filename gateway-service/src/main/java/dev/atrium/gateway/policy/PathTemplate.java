package dev.atrium.gateway.policy;

import java.util.List;

/// A path with placeholders, for example `/api/rooms/{id}`. A placeholder stands for exactly one segment, which is not
/// empty.
///
/// @param segments the parts between the slashes; empty for `/`, and the last one is empty behind a slash at the end
public record PathTemplate(List<String> segments) {

    public PathTemplate {
        segments = List.copyOf(segments);
    }

    /// @param template as it is written in API documents
    public static PathTemplate of(String template) {
        return new PathTemplate(
                template.equals("/") ? List.of() : List.of(template.substring(1).split("/", -1)));
    }

    boolean matches(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            if (!matches(segments.get(i), path.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// The template as it is written in API documents.
    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }

    private static boolean matches(String wanted, String segment) {
        return wanted.startsWith("{") ? !segment.isEmpty() : wanted.equals(segment);
    }
}
