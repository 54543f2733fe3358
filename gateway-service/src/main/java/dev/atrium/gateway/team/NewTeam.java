package dev.atrium.gateway.team;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/// A team that is to be made, or another name for one.
///
/// @param name 1 to 100 characters without control characters, not only spaces of any kind; unique within the
///     organisation, whatever its letters' case. What is taken here a room takes as well: it is told the name
public record NewTeam(
        @NotNull
        @Size(min = 1, max = 100)
        @Pattern(regexp = NAME, message = "must not be blank or contain control characters or broken Unicode")
        String name) {

    /// At least one character that is none of the spaces of Unicode.
    private static final String NAME = "(?=\\p{Z}*\\P{Z})[^\\p{Cc}\\p{Cs}]*";
}
