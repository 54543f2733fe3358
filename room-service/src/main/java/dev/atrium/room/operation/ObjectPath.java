package dev.atrium.room.operation;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Names of objects: segments with a slash between each two, for example `chapters/3/title`.
public final class ObjectPath {

    /// The order of paths, which is that of PostgreSQL's collation "C": by code points.
    static final Comparator<String> ORDER = ObjectPath::compare;

    private ObjectPath() {}

    private static int compare(String one, String other) {
        int same = 0;
        int length = Math.min(one.length(), other.length());
        while (same < length && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        if (same == length) {
            return Integer.compare(one.length(), other.length());
        }
        // Surrogates stand for what is behind all other characters.
        char first = one.charAt(same);
        char second = other.charAt(same);
        boolean oneIsPair = Character.isSurrogate(first);
        boolean otherIsPair = Character.isSurrogate(second);
        return oneIsPair == otherIsPair ? Character.compare(first, second) : Boolean.compare(oneIsPair, otherIsPair);
    }

    /// @return what is wrong with a path, as the end of a sentence; empty if it is good
    public static Optional<String> fault(String path) {
        if (path.isEmpty() || path.codePointCount(0, path.length()) > ObjectLimits.PATH_MAX) {
            return Optional.of("must have 1 to " + ObjectLimits.PATH_MAX + " characters");
        }
        if (!path.codePoints().allMatch(ObjectPath::isAllowed)) {
            return Optional.of("must not contain control characters or broken Unicode");
        }
        return path.startsWith("/") || path.endsWith("/") || path.contains("//")
                ? Optional.of("must not have an empty segment")
                : Optional.empty();
    }

    /// @return what is wrong with the beginning of paths, as the end of a sentence; empty if it is good
    public static Optional<String> prefixFault(String prefix) {
        boolean good = prefix.length() <= 2 * ObjectLimits.PATH_MAX
                && prefix.codePoints().allMatch(ObjectPath::isAllowed);
        return good ? Optional.empty() : Optional.of("must be the beginning of a path");
    }

    /// Behind all paths that begin so.
    public static String end(String prefix) {
        return prefix + Character.toString(Character.MAX_CODE_POINT).repeat(ObjectLimits.PATH_MAX);
    }

    /// The path and all that it lies in: of `a/b/c` these are `a`, `a/b` and `a/b/c`.
    static Stream<String> prefixes(String path) {
        return IntStream.rangeClosed(1, path.length())
                .filter(end -> end == path.length() || path.charAt(end) == '/')
                .mapToObj(end -> path.substring(0, end));
    }

    private static boolean isAllowed(int character) {
        boolean halfPair = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return !Character.isISOControl(character) && !halfPair;
    }
}
