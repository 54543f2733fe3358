package dev.atrium.platform.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/// The isolation boundary of every row, object, index entry and event (GW-8).
///
/// @param value 1 to 63 lower-case letters, digits and inner hyphens: safe in keys, paths and headers
public record TenantId(@JsonValue String value) {

    private static final Pattern SYNTAX = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /// The tenant of everybody who belongs to no organisation: strangers share it.
    public static final TenantId COMMONS = new TenantId("commons");

    /// @throws IllegalArgumentException if the value does not have the syntax above
    @JsonCreator
    public TenantId {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a tenant id");
        }
    }

    /// @return empty if the text does not have the syntax above
    public static Optional<TenantId> parse(String text) {
        return SYNTAX.matcher(text).matches() ? Optional.of(new TenantId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
