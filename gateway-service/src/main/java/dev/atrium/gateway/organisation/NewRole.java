package dev.atrium.gateway.organisation;

import dev.atrium.gateway.policy.Role;
import jakarta.validation.constraints.NotNull;

/// What a member may from now on.
public record NewRole(@NotNull Role role) {}
