package dev.atrium.gateway.policy;

import java.util.List;

/// A path with placeholders, for example `/api/rooms/{id}`. A placeholder stands for exactly one segment.
///
/// @param segments the parts between the slashes; empty for `/`
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
            if (!isPlaceholder(segments.get(i)) && !segments.get(i).equals(path.get(i))) {
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

    private static boolean isPlaceholder(String segment) {
        return segment.startsWith("{");
    }
}
