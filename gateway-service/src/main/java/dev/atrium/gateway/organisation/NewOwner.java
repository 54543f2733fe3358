package dev.atrium.gateway.organisation;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/// Who gets an organisation.
///
/// @param subject a member of it
public record NewOwner(@NotBlank @Size(max = 220) String subject) {}
