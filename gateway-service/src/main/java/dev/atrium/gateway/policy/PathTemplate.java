package dev.atrium.gateway.policy;

import java.util.List;

/// A path with placeholders, for example `/api/rooms/{id}`. A placeholder stands for exactly one segment, which is not
/// empty. Or a path and all below it: `/api/shop/**`.
///
/// @param segments the parts between the slashes; empty for `/`, and the last one is empty behind a slash at the end
/// @param open whether it stands for all below it as well
public record PathTemplate(List<String> segments, boolean open) {

    private static final String BELOW = "/**";

    public PathTemplate {
        segments = List.copyOf(segments);
    }

    /// @param template as it is written in API documents
    public static PathTemplate of(String template) {
        return new PathTemplate(
                template.equals("/") ? List.of() : List.of(template.substring(1).split("/", -1)), false);
    }

    /// A path, and all below it.
    ///
    /// @param path without placeholders, and without a slash at the end
    public static PathTemplate below(String path) {
        return new PathTemplate(of(path).segments, true);
    }

    /// Whether paths of so many segments can be meant.
    boolean takes(int count) {
        return open ? count >= segments.size() : count == segments.size();
    }

    boolean matches(List<String> path) {
        if (!takes(path.size())) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!matches(segments.get(i), path.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// The template as it is written in API documents.
    @Override
    public String toString() {
        return "/" + String.join("/", segments) + (open ? BELOW : "");
    }

    private static boolean matches(String wanted, String segment) {
        return wanted.startsWith("{") ? !segment.isEmpty() : wanted.equals(segment);
    }
}
