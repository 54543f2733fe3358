package dev.atrium.search.index;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be found.
public enum Kind {
    MESSAGE,
    FILE;

    /// The kind of that name, in lower case as in the API; empty if there is none.
    public static Optional<Kind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.value().equals(name)).findFirst();
    }

    /// The name in the API and in the index.
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Kind of(String name) {
        return named(name).orElseThrow(() -> new IllegalArgumentException("not a kind: " + name));
    }
}
