package dev.atrium.gateway.policy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The path of a request as it came over the wire, cut into segments.
///
/// A path that two programs could read differently is refused: with dot segments, empty segments, or encoded slashes,
/// backslashes and control characters. So what the policy looked at is what the service behind it will see.
/// Only the last segment may be empty, behind a slash at the end: that is another path than the one without it.
final class RawPath {

    private static final int MAX_LENGTH = 2_048;
    private static final Pattern SEGMENT = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})+");
    private static final Pattern TREACHEROUS = Pattern.compile("[/\\\\\\p{Cntrl}\\uFFFD]");

    private RawPath() {}

    /// The segments, still encoded; empty for a path that is refused.
    static Optional<List<String>> segments(String path) {
        if (path.equals("/")) {
            return Optional.of(List.of());
        }
        if (!path.startsWith("/") || path.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        List<String> segments = List.of(path.substring(1).split("/", -1));
        List<String> named = segments.getLast().isEmpty() ? segments.subList(0, segments.size() - 1) : segments;
        return named.stream().allMatch(RawPath::plain) ? Optional.of(segments) : Optional.empty();
    }

    private static boolean plain(String segment) {
        return isWord(segment) || (SEGMENT.matcher(segment).matches() && isHarmless(segment));
    }

    /// Most segments are nothing but letters, digits and hyphens: these need no closer look.
    private static boolean isWord(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && c != '-' && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return !segment.isEmpty();
    }

    private static boolean isHarmless(String segment) {
        String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        return !decoded.equals(".")
                && !decoded.equals("..")
                && !TREACHEROUS.matcher(decoded).find();
    }
}
