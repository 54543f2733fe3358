package dev.atrium.gateway.webhook;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/// A source that is to be registered.
///
/// @param name what the source is, for lists: 1 to 100 characters without control characters
/// @param scheme how it signs
/// @param type what it tells of; absent: anything
/// @param secret what it signs with, or its public key; absent: a new one is made, for sources that can
///     be told one
public record NewSource(
        @NotNull
        @Pattern(regexp = "\\P{Cc}{1,100}", message = "must be 1 to 100 characters, none of them a control character")
        String name,

        @NotNull Scheme scheme,
        @Nullable SourceType type,
        @Nullable String secret) {

    SourceType typeOrGeneric() {
        return type == null ? SourceType.GENERIC : type;
    }

    /// Does not show the secret.
    @Override
    public String toString() {
        return "NewSource[" + name + "]";
    }
}
