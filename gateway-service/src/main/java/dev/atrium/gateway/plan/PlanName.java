package dev.atrium.gateway.plan;

import jakarta.validation.constraints.NotNull;

/// The plan that a tenant has or is to have.
///
/// @param plan its name, one of `/api/plans`
public record PlanName(@NotNull String plan) {}
