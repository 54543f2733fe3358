package dev.atrium.gateway.user;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is told of the parts of a name, of which only the whole is kept here.
///
/// @param username what somebody without a name is called; may be empty
record NameChange(Part first, Part last, String username) {

    /// A part of a name.
    ///
    /// @param before what it was; empty: that is not told, or there was none
    /// @param now what it is, or empty for none; null: that is not told
    record Part(String before, @Nullable String now) {}

    /// Nothing is told of the name.
    static NameChange none(String username) {
        Part untold = new Part("", null);
        return new NameChange(untold, untold, username);
    }

    boolean isAny() {
        return first.now != null || last.now != null;
    }

    /// How somebody may be called of whom nothing is known, the best first.
    Stream<String> names() {
        return Stream.of(whole(first.now, last.now), username);
    }

    /// What a name becomes; it stays where not both parts are told, and the one that is cannot be found in it.
    String over(String known) {
        if (first.now != null && last.now != null) {
            String whole = whole(first.now, last.now);
            return whole.isEmpty() ? known : whole;
        }
        if (first.now != null && !first.before.isEmpty() && known.startsWith(first.before + " ")) {
            return first.now + known.substring(first.before.length());
        }
        if (last.now != null && !last.before.isEmpty() && known.endsWith(" " + last.before)) {
            return known.substring(0, known.length() - last.before.length()) + last.now;
        }
        return known;
    }

    private static String whole(@Nullable String first, @Nullable String last) {
        return ((first == null ? "" : first) + " " + (last == null ? "" : last)).strip();
    }
}
