package dev.atrium.gateway.webhook;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/// A source that is to be registered.
///
/// @param name what the source is, for lists: 1 to 100 characters without control characters
/// @param scheme how it signs
/// @param type what it tells of; absent: anything
/// @param action what is done with its deliveries, if it is of the type `generic`; absent: nothing
/// @param secret what it signs with, or its public key; absent: a new one is made, for sources that can
///     be told one
public record NewSource(
        @NotNull @Pattern(regexp = NAME, message = NAME_FORM)
        String name,

        @NotNull Scheme scheme,
        @Nullable SourceType type,
        @Valid @Nullable SourceAction action,
        @Nullable String secret) {

    static final String NAME = "\\P{Cc}{1,100}";
    static final String NAME_FORM = "must be 1 to 100 characters, none of them a control character";

    SourceType typeOrGeneric() {
        return type == null ? SourceType.GENERIC : type;
    }

    /// Does not show the secret.
    @Override
    public String toString() {
        return "NewSource[" + name + "]";
    }
}
