package dev.atrium.platform.request;

import dev.atrium.platform.problem.ProblemException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `If-Match` and `If-None-Match` (RFC 9110, 13.1). Each is absent (""), [#ANY], or a list of tags
/// separated by spaces, which is how a script in Redis wants them.
///
/// @param ifMatch which tags the present value must have one of
/// @param ifNoneMatch which tags the present value must have none of
public record Preconditions(String ifMatch, String ifNoneMatch) {

    private static final String ANY = "*";

    /// Stands for a tag that no value has: a weak one never matches where a strong one is wanted.
    private static final String NOTHING = "-";

    private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7E]*)\"\\s*(?:,|$)");

    /// @throws ProblemException `invalid-request` if a header is not a list of entity tags
    public static Preconditions of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        return new Preconditions(parse("If-Match", ifMatch, false), parse("If-None-Match", ifNoneMatch, true));
    }

    /// Whether they hold for a value.
    ///
    /// @param tag the value's tag; null if there is no value
    public boolean hold(@Nullable String tag) {
        boolean matches = ifMatch.isEmpty() || (tag != null && lists(ifMatch, tag));
        return matches && !excludes(tag);
    }

    /// Whether `If-None-Match` speaks against a value.
    public boolean excludes(@Nullable String tag) {
        return tag != null && !ifNoneMatch.isEmpty() && lists(ifNoneMatch, tag);
    }

    /// Whether a client has already what it reads (RFC 9110, 13.1.2). Other than [#of] this passes over
    /// what is no entity tag: that something is read once more does no harm.
    ///
    /// @param ifNoneMatch the header `If-None-Match`; null if there is none
    /// @param etag the header `ETag` of what is there now
    public static boolean isKnown(@Nullable String ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .anyMatch(known -> known.equals(ANY) || known.equals(etag) || known.equals("W/" + etag));
    }

    private static boolean lists(String tags, String tag) {
        return tags.equals(ANY) || (" " + tags + " ").contains(" " + tag + " ");
    }

    private static String parse(String name, @Nullable String header, boolean weakCounts) {
        if (header == null) {
            return "";
        }
        if (header.strip().equals(ANY)) {
            return ANY;
        }
        Set<String> tags = new TreeSet<>();
        Matcher tag = TAG.matcher(header);
        int end = 0;
        while (tag.find() && tag.start() == end) {
            tags.add(tag.group(1) == null || weakCounts ? tag.group(2) : NOTHING);
            end = tag.end();
        }
        if (tags.isEmpty() || end != header.length()) {
            throw ProblemException.invalidParameter(name, "must be * or entity tags in double quotes");
        }
        return String.join(" ", tags);
    }
}
