package dev.atrium.gateway.team;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/// A team that is to be made, or another name for one.
///
/// @param name 1 to 100 characters without control characters; unique within the organisation, whatever
///     its letters' case
public record NewTeam(
        @NotBlank @Size(max = 100) @Pattern(regexp = "\\P{Cc}*", message = "must not contain control characters")
        String name) {}
