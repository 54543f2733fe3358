package dev.atrium.gateway.user;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/// A user that is to be created.
///
/// @param email unique within the tenant, whatever its letters' case
/// @param name 1 to 100 characters without control characters
public record NewUser(
        @NotNull @Email @NotBlank @Size(max = 254) String email,

        @NotBlank @Size(max = 100) @Pattern(regexp = "\\P{Cc}*", message = "must not contain control characters")
        String name) {}
