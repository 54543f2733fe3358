package dev.atrium.media.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request's `Range` header asks of something of known size (RFC 9110, 14).
public sealed interface ByteRange {

    /// All of it: no range, one that we do not understand, or several, which a server may ignore.
    record Whole() implements ByteRange {}

    /// The bytes `first` to `last`, both included, counted from 0.
    record Part(long first, long last) implements ByteRange {

        public long length() {
            return last - first + 1;
        }

        /// As the request header `Range` says it.
        public String header() {
            return "bytes=" + first + "-" + last;
        }
    }

    /// Nothing that exists.
    record Unsatisfiable() implements ByteRange {}

    /// One range; more than 18 digits are more than any file has.
    Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /// @param header null if the request has none
    /// @param size at least 1
    static ByteRange of(@Nullable String header, long size) {
        Matcher matcher = ONE.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return new Whole();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
        }
        return span(Long.parseLong(first), last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last), size);
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 ? new Unsatisfiable() : new Part(Math.max(0, size - length), size - 1);
    }

    private static ByteRange span(long first, long last, long size) {
        if (last < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
    }
}
